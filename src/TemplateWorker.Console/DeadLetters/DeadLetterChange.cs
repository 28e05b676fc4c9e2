namespace TemplateWorker.Console.DeadLetters;

/// <summary>What is done with dead letters.</summary>
internal enum DeadLetterChange
{
    /// <summary>They are tried again, as if for the first time.</summary>
    Replay,

    /// <summary>They are removed.</summary>
    Drop,
}

/// <summary>The words for <see cref="DeadLetterChange"/> in forms and addresses.</summary>
internal static class DeadLetterWords
{
    public static string Of(DeadLetterChange change) => change switch
    {
        DeadLetterChange.Replay => "replay",
        _ => "drop",
    };

    /// <summary>What a button says.</summary>
    public static string Button(DeadLetterChange change) => change switch
    {
        DeadLetterChange.Replay => "Replay",
        _ => "Drop",
    };

    /// <summary>The change of a word; null for another word.</summary>
    public static DeadLetterChange? Parse(string? word) => word switch
    {
        "replay" => DeadLetterChange.Replay,
        "drop" => DeadLetterChange.Drop,
        _ => null,
    };

    /// <summary>What was done.</summary>
    public static string Done(DeadLetterChange change, long count) => (change, count) switch
    {
        (DeadLetterChange.Replay, 1) => "1 dead letter is tried again.",
        (DeadLetterChange.Replay, _) => $"{count} dead letters are tried again.",
        (_, 1) => "1 dead letter was dropped.",
        _ => $"{count} dead letters were dropped.",
    };
}
