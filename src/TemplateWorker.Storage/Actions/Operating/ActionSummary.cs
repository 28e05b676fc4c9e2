using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Operating;

/// <summary>An action, for an operator.</summary>
public sealed record ActionSummary
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where it is.</summary>
    public required ActionState State { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>The template that sent it.</summary>
    public required string Template { get; init; }

    /// <summary>Its channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The route that pushes it; the empty text is consumers that pull.</summary>
    public required string Route { get; init; }

    /// <summary>Bytes of its payload.</summary>
    public required int Bytes { get; init; }

    /// <summary>The run that sent it.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The event that the run was for.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The trace of that event; null for none.</summary>
    public TraceParent? Trace { get; init; }

    /// <summary>The key that it was sent with; null for none.</summary>
    public required string? Key { get; init; }

    /// <summary>Attempts that failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why the last attempt failed; null when none has.</summary>
    public required string? LastError { get; init; }

    /// <summary>When its run committed.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When it comes into its channel; null unless it is delayed.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was given up; null unless it is dead.</summary>
    public required DateTimeOffset? DiedAt { get; init; }

    /// <summary>The payload as JSON text; null in a list.</summary>
    public string? DataJson { get; init; }
}
