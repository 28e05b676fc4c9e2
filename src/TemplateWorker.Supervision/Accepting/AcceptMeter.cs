using System.Diagnostics.Metrics;
using TemplateWorker.Storage.Accepting;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>Counts events by what became of them. Costs nothing while nothing reads the metrics. Thread-safe.</summary>
internal static class AcceptMeter
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "TemplateWorker.Accepting";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Events = Meter.CreateCounter<long>(
        "template_worker.events", "{event}", "Events that were sent, by outcome: accepted, or the reason of the refusal.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "template_worker.accept.duration",
        "s",
        "Time from sending a group of events to the database's answer.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    public static void NoteOverloaded() => Count("overloaded", 1);

    public static void NoteRateLimited(int events) => Count("rate_limited", events);

    /// <summary>Counts events whose fate is not known, because the database failed.</summary>
    public static void NoteFailed(int events) => Count("failed", events);

    public static void NoteStored(IReadOnlyList<AcceptOutcome> outcomes, TimeSpan took)
    {
        Duration.Record(took.TotalSeconds);
        if (Events.Enabled)
        {
            foreach (var outcome in outcomes)
            {
                Count(NameOf(outcome), 1);
            }
        }
    }

    private static void Count(string outcome, int events)
    {
        if (events > 0)
        {
            Events.Add(events, KeyValuePair.Create("outcome", (object?)outcome));
        }
    }

    private static string NameOf(AcceptOutcome outcome) => outcome switch
    {
        AcceptOutcome.Accepted => "accepted",
        AcceptOutcome.Repeated => "repeated",
        AcceptOutcome.KeyReused => "key_reused",
        AcceptOutcome.Banned => "banned",
        AcceptOutcome.QueueFull => "queue_full",
        AcceptOutcome.Undone => "undone",
        AcceptOutcome.Rejected => "rejected",
        _ => throw new InvalidOperationException($"Unexpected outcome {outcome.GetType().Name}."),
    };
}
