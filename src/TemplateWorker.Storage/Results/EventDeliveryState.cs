namespace TemplateWorker.Storage.Results;

/// <summary>Where an event stands for one template. Those from <see cref="Done"/> on are ends.</summary>
public enum EventDeliveryState
{
    /// <summary>It waits for its first attempt, or the attempt is in progress.</summary>
    Queued,

    /// <summary>An attempt failed; it will be tried again.</summary>
    Retrying,

    /// <summary>It is not due yet.</summary>
    Delayed,

    /// <summary>Its attempts are exhausted; it holds its lane.</summary>
    Parked,

    /// <summary>The handler completed.</summary>
    Done,

    /// <summary>The template no longer handled the event.</summary>
    Skipped,

    /// <summary>Its attempts are exhausted; its lane continues without it.</summary>
    Dead,

    /// <summary>It failed, and an operator removed it.</summary>
    Dropped,
}

/// <summary>The words for <see cref="EventDeliveryState"/>.</summary>
public static class EventDeliveryStates
{
    private static readonly string[] Words = ["queued", "retrying", "delayed", "parked", "done", "skipped", "dead", "dropped"];

    /// <summary>The word of a state in answers.</summary>
    public static string Word(this EventDeliveryState state) => Words[(int)state];

    /// <summary>The state of a word.</summary>
    internal static EventDeliveryState Parse(string word) => (EventDeliveryState)Array.IndexOf(Words, word);
}
