using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Sending;

namespace TemplateWorker.Demo.Reporting;

/// <summary>An event that was sent, and what the history says of it.</summary>
/// <param name="Sent">How it was sent.</param>
/// <param name="Attempts">All attempts at its deliveries.</param>
internal sealed record FinishedEvent(SentEvent Sent, IReadOnlyList<RunRecord> Attempts)
{
    /// <summary>The attempts that ended a delivery.</summary>
    public IEnumerable<RunRecord> Runs => Attempts.Where(attempt => !attempt.IsRepeated);

    /// <summary>When its last run was committed; when it was answered if it has none.</summary>
    public DateTimeOffset Ended => Runs.Select(run => run.FinishedAt).DefaultIfEmpty(Sent.Started + Sent.Latency).Max();

    /// <summary>From sending it to the commit of its last run.</summary>
    public TimeSpan Latency => Ended - Sent.Started;

    /// <summary>Puts each event together with its attempts.</summary>
    public static IReadOnlyList<FinishedEvent> Of(IEnumerable<SentEvent> sent, IEnumerable<RunRecord> history)
    {
        var byEvent = history.ToLookup(attempt => attempt.EventId);
        return [.. sent.Select(item => new FinishedEvent(item, item.Accepted is { } accepted ? [.. byEvent[accepted.EventId]] : []))];
    }
}
