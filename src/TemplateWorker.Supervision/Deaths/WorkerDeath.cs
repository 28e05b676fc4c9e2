using System.Runtime.InteropServices;

namespace TemplateWorker.Supervision.Deaths;

/// <summary>A worker that died with deliveries on its script threads.</summary>
internal sealed record WorkerDeath
{
    /// <summary>The worker's number.</summary>
    public required int Worker { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>The named reason of the attempts' failure.</summary>
    public required string Reason { get; init; }

    /// <summary>For the templates' authors: what happened to the worker.</summary>
    public required string Message { get; init; }

    /// <summary>How long the deliveries wait at least before they are tried again.</summary>
    public required TimeSpan Rest { get; init; }

    /// <summary>May be empty if there are calls.</summary>
    public required IReadOnlyList<BlamedDelivery> Deliveries { get; init; }

    /// <summary>Immediate calls and publish checks that ran.</summary>
    public required IReadOnlyList<BlamedCall> Calls { get; init; }
}

/// <summary>A delivery that ran when its worker died and may be the cause.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Id">Its id.</param>
/// <param name="Attempt">How many attempts had ended before this one.</param>
/// <param name="Wall">How long it had been running by the last heartbeat.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlamedDelivery(int Slot, long Id, int Attempt, TimeSpan Wall);
