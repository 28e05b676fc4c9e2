using TemplateWorker.Demo.Api;

namespace TemplateWorker.Demo.Sending;

/// <summary>What became of sending one event.</summary>
internal sealed record SentEvent
{
    public required DemoEvent Event { get; init; }

    /// <summary>When its first attempt started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>From the start of the first attempt to the answer, waits included.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>Attempts after the first one: the connection broke, a queue was full, nobody was ready.</summary>
    public required int Repeats { get; init; }

    /// <summary>The last reply.</summary>
    public required EventReply Reply { get; init; }

    /// <summary>Null when it was never accepted.</summary>
    public AcceptedAnswer? Accepted => (Reply as EventReply.Accepted)?.Answer;
}
