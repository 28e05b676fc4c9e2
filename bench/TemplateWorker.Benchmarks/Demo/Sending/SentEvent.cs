using TemplateWorker.Benchmarks.Demo.Api;

namespace TemplateWorker.Benchmarks.Demo.Sending;

/// <summary>What became of one event.</summary>
internal sealed record SentEvent
{
    public required DemoEvent Event { get; init; }

    /// <summary>When its first attempt started, counted from the start of the sending.</summary>
    public required TimeSpan Started { get; init; }

    /// <summary>From the start of the first attempt to the answer, waits included.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>Attempts that ended because the worker died or the connection broke.</summary>
    public required int LostCalls { get; init; }

    /// <summary>Attempts that were refused for the moment: a full queue, a worker that is not ready.</summary>
    public required int Deferrals { get; init; }

    /// <summary>The last reply.</summary>
    public required EventReply Reply { get; init; }

    public TimeSpan Ended => Started + Latency;

    /// <summary>The runs of the event; none when it was never answered.</summary>
    public IReadOnlyList<RunAnswer> Runs => Reply is EventReply.Answered answered ? answered.Answer.Results : [];
}
