using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Rates;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// An immediate call that runs its subscribed templates in order. Each template's run is a
/// separate transaction; <see cref="PendingRun.Repeats"/> belongs to the next one.
/// </summary>
internal sealed class PendingEvent(EventCall call, long deadline, CallRules rules, Action<EventOutcome> finished) : PendingRun(call.CallId)
{
    private readonly Dictionary<string, RunReport> _reports = new(StringComparer.Ordinal);
    private TenantEvent _event = call.Event;
    private byte[]? _requestHash;
    private bool _emits;

    public EventCall Call { get; } = call;

    /// <summary>When the call times out, as a timestamp of the clock.</summary>
    public long Deadline { get; } = deadline;

    /// <summary>The call's event; with a repeated idempotency key it has the first event's id.</summary>
    public override TenantEvent Event => _event;

    public override int Attempt => 1 + Repeats;

    public override Delivery? Delivery => null;

    /// <summary>The subscribed templates; null until they are resolved.</summary>
    public IReadOnlyList<string>? Templates { get; private set; }

    public override bool IsDone => Templates is not null && _reports.Count == Templates.Count;

    public override string? NextTemplate => Templates?.FirstOrDefault(template => !_reports.ContainsKey(template));

    /// <summary>Whether a template has begun to run: then the others run, too, whatever rate is used up meanwhile.</summary>
    public bool HasStarted { get; set; }

    /// <summary>The next template's run, once the database has refused to commit it; its line of history is still to be written.</summary>
    public RunReport? Failed { get; private set; }

    /// <summary>What the idempotency key stands for: SHA-256 over the event's name and payload.</summary>
    public byte[] RequestHash => _requestHash ??= EventFingerprint.Of(Call.Event.Name, Call.Event.Data.Span);

    public void Resolve(Guid eventId, IReadOnlyList<string> templates, IEnumerable<RunReport> recorded)
    {
        _event = Call.Event with { Id = eventId };
        Templates = templates;
        Failed = null;
        _reports.Clear();
        foreach (var report in recorded)
        {
            _reports[report.Template] = report;
        }
        Repeats = 0;
    }

    /// <summary>A run that read and wrote nothing and is not recorded needs no commit.</summary>
    public override FinishedRun? ToCommit(TenantSession session, RunReport report, DateTimeOffset startedAt, RunTransaction? transaction)
    {
        var history = rules.Describe(this, report, startedAt);
        // A refusal of the platform is not final: the same call may succeed when it is repeated.
        var entry = Call.IdempotencyKey is not { } key || report.Failure is { IsOfTemplate: false } ? null : new IdempotencyEntry
        {
            Key = key,
            Template = report.Template,
            EventId = _event.Id,
            RequestHash = RequestHash,
            Templates = Templates!,
            ResultJson = RunReportJson.Write(report with { Repeats = Repeats }),
        };
        if (entry is null && history is null && transaction is null or { IsEmpty: true })
        {
            return null;
        }

        var run = (transaction, report.Failure) switch
        {
            (null, _) => FinishedRun.Empty(session.Tenant) with { Idempotency = entry },
            (_, null) => transaction.Finish(entry),
            _ => transaction.FinishFailed(entry),
        };
        _emits = run.Emits.Count > 0;
        return run with { Fence = rules.FenceOf(session.Tenant), Losses = session.Losses, History = history, Limits = session.Limits };
    }

    public override void Add(RunReport report)
    {
        if (_emits)
        {
            _emits = false;
            rules.NoteEmitted(Call.Tenant);
        }

        _reports[report.Template] = report with { Repeats = Repeats };
        Failed = null;
        Repeats = 0;
    }

    public override void Fail(RunReport report, RunFailure failure)
    {
        if (Failed is null)
        {
            Failed = report with { ResultJson = null, Failure = failure };
            return;
        }

        // The database refuses even the line of history; the caller is told anyway.
        Add(Failed);
    }

    /// <summary>Another call recorded a result under this key meanwhile: read it.</summary>
    public override void NoteSuperseded() => Templates = null;

    /// <summary>The run is repeated without a fence.</summary>
    public override void NoteSlotLost() => rules.NoteSlotLost(Call.Tenant);

    public override void FailUncertain(StorageException fault) => Refuse(EventRefusal.StorageUnavailable, fault.Message);

    public override void Finish() => finished(new EventOutcome.Finished(_event.Id, [.. Templates!.Select(template => _reports[template])]));

    /// <summary>Refuses the call, because its tenant has used up a rate.</summary>
    public void HoldBack(RateHold hold) =>
        finished(new EventOutcome.Refused(EventRefusal.RateLimited, $"The tenant {Call.Tenant} has used up {hold}; nothing was run.") { Hold = hold });

    public override void Refuse(EventRefusal reason, string message) => finished(new EventOutcome.Refused(reason, message));
}
