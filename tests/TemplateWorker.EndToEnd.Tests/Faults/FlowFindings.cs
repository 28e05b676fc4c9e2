using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>What became of the events of a flow.</summary>
internal sealed record FlowFindings
{
    /// <summary>Events that were accepted, without those that are <see cref="Missing"/>.</summary>
    public required int Events { get; init; }

    /// <summary>Events that were accepted, and that the database which serves now has never had.</summary>
    public required int Missing { get; init; }

    /// <summary>Accepted events without an effect.</summary>
    public required int Lost { get; init; }

    /// <summary>Effects beyond one for each accepted event, those of events that were never accepted included.</summary>
    public required int Doubled { get; init; }

    /// <summary>Effects that came before one that its sender had been answered for earlier.</summary>
    public required int Disordered { get; init; }

    /// <summary>Tenants whose counter is not the number of their events.</summary>
    public required int Miscounted { get; init; }

    /// <summary>Accepted events that the history does not show as done exactly once.</summary>
    public required int Unrecorded { get; init; }

    /// <summary>Deliveries that were given up.</summary>
    public required long GivenUp { get; init; }

    /// <summary>Attempts that failed or died, and were made again.</summary>
    public required int Repeated { get; init; }

    /// <summary>The longest time from an answer to the effect, by the clock of the machine.</summary>
    public required Wait LongestWait { get; init; }

    /// <summary>What is wrong, one line each; empty when each event had its effect once and in order.</summary>
    public IEnumerable<string> Wrongs()
    {
        (long Count, string What)[] counts =
        [
            (Lost, "events were lost"),
            (Doubled, "effects were doubled"),
            (Disordered, "effects were out of order"),
            (Miscounted, "tenants' counters are wrong"),
            (Unrecorded, "events are not in the history as done exactly once"),
            (GivenUp, "deliveries were given up"),
        ];
        return counts.Where(count => count.Count > 0).Select(count => $"{count.Count} {count.What}");
    }
}
