using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>An action that waits in its channel.</summary>
public sealed record WaitingAction
{
    /// <summary>Its id; the same in each attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>The template that sent it.</summary>
    public required string Template { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>The payload as JSON text.</summary>
    public required string DataJson { get; init; }

    /// <summary>Its place in the order of its channel.</summary>
    public required long Position { get; init; }

    /// <summary>Attempts that failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>When its run committed.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The run that sent it.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The event that the run was for.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The trace of that event; null for none.</summary>
    public TraceParent? Trace { get; init; }

    /// <summary>The key that it was sent with; null for none.</summary>
    public required string? Key { get; init; }
}
