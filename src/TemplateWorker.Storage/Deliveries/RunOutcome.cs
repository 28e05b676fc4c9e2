namespace TemplateWorker.Storage.Deliveries;

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
