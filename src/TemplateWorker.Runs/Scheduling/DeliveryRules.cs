using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>Decides what happens to a delivery whose run has ended, and what the history keeps. Pure except for the random numbers.</summary>
/// <param name="worker">The worker's name in the history.</param>
/// <param name="random">Gives a number from 0 up to 1, for the jitter.</param>
internal sealed class DeliveryRules(string worker, Func<double> random)
{
    public string Worker => worker;

    /// <summary>A number from 0 up to 1.</summary>
    public double NextRandom() => random();

    /// <summary>Returns what to commit and how the lane continues.</summary>
    /// <param name="policy">The template's.</param>
    /// <param name="delivery">As it was taken.</param>
    /// <param name="report">How its run ended.</param>
    /// <param name="fullLetters">The quota because of which it must not become a dead letter; null when there is room, or it is not known.</param>
    public (DeliveryEnd End, LaneEnd Then) Decide(DeliveryPolicy policy, Delivery delivery, RunReport report, QuotaUse? fullLetters)
    {
        if (report.Failure is not { } failure)
        {
            return (new DeliveryEnd.Done { Id = delivery.Id, Attempt = delivery.Attempt }, LaneEnd.Passed.Instance);
        }

        var kept = new AttemptFailure
        {
            Reason = failure.Reason,
            Message = Storable(failure.Message),
            Stack = failure.Stack is null ? null : Storable(failure.Stack),
            Worker = worker,
            Wall = report.Wall,
        };
        var errors = delivery.Attempt - delivery.Deaths + 1;
        if (!failure.IsPermanent && RetryPlan.Backoff(policy, errors, random()) is { } backoff)
        {
            var delay = failure.RetryAfter ?? backoff;
            return (new DeliveryEnd.Retry { Id = delivery.Id, Attempt = delivery.Attempt, Delay = delay, Failure = kept }, new LaneEnd.Retry(delay) { IsStored = true });
        }

        if (fullLetters is { } full)
        {
            kept = kept with { Reason = QuotaUse.Reason, Message = Storable($"{full.Explanation} Then resume the lane. The last failure was {kept.Reason}: {kept.Message}") };
        }

        return policy.OnExhausted == ExhaustedAction.Park || fullLetters is not null
            ? (new DeliveryEnd.Park { Id = delivery.Id, Attempt = delivery.Attempt, Failure = kept }, LaneEnd.Parked.Instance)
            : (new DeliveryEnd.Dead { Id = delivery.Id, Attempt = delivery.Attempt, Failure = kept }, LaneEnd.Passed.Instance);
    }

    /// <summary>The history entry of an attempt at a delivery.</summary>
    public HistoryEntry Describe(PendingDelivery pending, RunReport report, DateTimeOffset startedAt, DeliveryEnd end) =>
        Describe(pending, report, startedAt) with
        {
            Attempt = pending.Delivery.Attempt + 1,
            Outcome = end switch
            {
                DeliveryEnd.Retry => RunOutcome.Retry,
                DeliveryEnd.Dead => RunOutcome.Dead,
                DeliveryEnd.Park => RunOutcome.Parked,
                _ => report.Skipped ? RunOutcome.Skipped : RunOutcome.Done,
            },
        };

    /// <summary>The history entry of the run of an immediate call.</summary>
    public HistoryEntry Describe(PendingRun pending, RunReport report, DateTimeOffset startedAt) => new()
    {
        Template = report.Template,
        Version = report.Version,
        EventId = pending.Event.Id,
        EventName = pending.Event.Name,
        Delivery = pending.Delivery?.Id,
        Attempt = 1,
        Outcome = report.Failure is null ? RunOutcome.Done : RunOutcome.Failed,
        Reason = report.Failure?.Reason,
        Message = report.Failure is { } failure ? Storable(failure.Message) : null,
        Stack = report.Failure?.Stack is { } stack ? Storable(stack) : null,
        StartedAt = startedAt,
        Wall = report.Wall,
        Cpu = report.Cpu,
        Worker = worker,
    };

    /// <summary>PostgreSQL text cannot hold U+0000, and UTF-8 cannot encode lone surrogates; a script's error may contain either.</summary>
    private static string Storable(string text)
    {
        const int MaxCharacters = 4_096;
        var cut = text.Length > MaxCharacters ? text[..MaxCharacters] : text;
        if (!cut.Contains('\0') && TemplateWorker.Runs.Text.Utf16Text.IsWellFormed(cut))
        {
            return cut;
        }

        return string.Concat(cut.Replace('\0', '\uFFFD').EnumerateRunes().Select(rune => rune.ToString()));
    }
}
