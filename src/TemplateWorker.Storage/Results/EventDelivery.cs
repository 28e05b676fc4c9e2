using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Results;

/// <summary>What became of an event for one template.</summary>
public sealed record EventDelivery
{
    /// <summary>The delivery's id.</summary>
    public required long Id { get; init; }

    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>The version that ran last; null before the first attempt, and 0 when none ran.</summary>
    public required int? Version { get; init; }

    /// <summary>The event's name.</summary>
    public required string EventName { get; init; }

    /// <summary>Where it stands.</summary>
    public required EventDeliveryState State { get; init; }

    /// <summary>Attempts that have ended.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next; null unless it is delayed or retrying.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>When the last attempt ended; null before the first.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The named reason of the last attempt's failure; null when it did not fail.</summary>
    public required string? Reason { get; init; }

    /// <summary>The failure in words.</summary>
    public required string? Message { get; init; }

    /// <summary>What the handler returned; null when it returned nothing, or that is no longer kept.</summary>
    public KeptResult? Result { get; init; }

    /// <summary>The actions that the run sent, in their order; empty when that is no longer kept.</summary>
    public IReadOnlyList<EventAction> Actions { get; init; } = [];

    /// <summary>Whether nothing more happens to it, unless an operator replays it.</summary>
    public bool IsEnded => State >= EventDeliveryState.Done;
}

/// <summary>An action that a run sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Waiting">What it is; null when it is removed: taken, cancelled or dropped.</param>
public sealed record EventAction(Guid Id, WaitingEventAction? Waiting);

/// <summary>An action that was not taken yet.</summary>
/// <param name="Type">Its type.</param>
/// <param name="State"><c>waiting</c>, <c>delayed</c> or <c>dead</c>.</param>
/// <param name="Attempts">Attempts that failed.</param>
/// <param name="LastError">Why the last one failed; null when none has.</param>
public sealed record WaitingEventAction(string Type, string State, int Attempts, string? LastError);
