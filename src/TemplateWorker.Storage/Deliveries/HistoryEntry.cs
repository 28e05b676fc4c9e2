namespace TemplateWorker.Storage.Deliveries;

/// <summary>The history row of a run. It ends at the time of the commit.</summary>
public sealed record HistoryEntry
{
    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>The template's version; 0 when no version ran.</summary>
    public required int Version { get; init; }

    /// <summary>The event's id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's name.</summary>
    public required string EventName { get; init; }

    /// <summary>The delivery; null for an immediate call.</summary>
    public required long? Delivery { get; init; }

    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>The named reason of a failure.</summary>
    public string? Reason { get; init; }

    /// <summary>The message of a failure.</summary>
    public string? Message { get; init; }

    /// <summary>The script's stack.</summary>
    public string? Stack { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The wall time of the run.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>The CPU time of its thread.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>The worker, such as <c>host:4711/0</c>.</summary>
    public required string Worker { get; init; }
}

/// <summary>How a run ended, as the history tells it.</summary>
public enum RunOutcome
{
    /// <summary>The handler completed.</summary>
    Done,

    /// <summary>The attempt failed; the delivery is tried again.</summary>
    Retry,

    /// <summary>The attempt failed; the delivery became a dead letter.</summary>
    Dead,

    /// <summary>The attempt failed; the delivery holds its lane.</summary>
    Parked,

    /// <summary>The template no longer handles the event.</summary>
    Skipped,

    /// <summary>An immediate call failed.</summary>
    Failed,
}

/// <summary>The words for <see cref="RunOutcome"/> in the database and the HTTP API.</summary>
public static class RunOutcomeWords
{
    /// <summary>All words, in the order of the values.</summary>
    public static IReadOnlyList<string> All { get; } = ["done", "retry", "dead", "parked", "skipped", "failed"];

    /// <summary>The word for a value.</summary>
    public static string Word(this RunOutcome value) => All[(int)value];

    /// <summary>The value of a word.</summary>
    /// <exception cref="FormatException">It is not one of <see cref="All"/>.</exception>
    public static RunOutcome Parse(string word)
    {
        for (var index = 0; index < All.Count; index++)
        {
            if (string.Equals(All[index], word, StringComparison.Ordinal))
            {
                return (RunOutcome)index;
            }
        }

        throw new FormatException($"'{word}' is not an outcome of a run.");
    }
}
