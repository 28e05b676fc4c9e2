using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Templates.Lanes;
using TemplateWorker.Templates.Transactions;

namespace TemplateWorker.Templates.Scheduling;

/// <summary>
/// A delivery that has its lane's turn. What its run wrote, that it is done, and its line of history are committed
/// together; whatever else happens, the row stays and is brought on from there.
/// </summary>
internal sealed partial class PendingDelivery : PendingRun
{
    /// <summary>Sets deliveries apart from calls, which are numbered from 1 by the supervisor.</summary>
    private const ulong DeliveryBit = 1UL << 63;

    /// <summary>After the database failed, or refused even the failure of a run.</summary>
    private static readonly LaneEnd.Again Soon = new(TimeSpan.FromSeconds(1));
    private static readonly LaneEnd.Again Later = new(TimeSpan.FromMinutes(1));

    private readonly LaneTurn _turn;
    private readonly DeliveryRules _rules;
    private readonly Action _ended;
    private readonly ILogger _logger;
    private LaneEnd? _committing;
    private bool _emits;
    private bool _isDone;

    /// <param name="turn">Given back once, whatever happens.</param>
    /// <param name="rules">What becomes of failures, and what history calls this worker.</param>
    /// <param name="ended">Called when the turn has been given back.</param>
    /// <param name="logger">For what nobody else is told.</param>
    public PendingDelivery(LaneTurn turn, DeliveryRules rules, Action ended, ILogger logger)
        : base(DeliveryBit | (ulong)turn.Delivery.Id)
    {
        _turn = turn;
        _rules = rules;
        _ended = ended;
        _logger = logger;
    }

    public override Delivery Delivery => _turn.Delivery;

    public override Guid EventId => Delivery.EventId;

    public override string EventName => Delivery.EventName;

    public override string DataJson => Delivery.DataJson;

    public override int Hops => Delivery.Hops;

    public override int Attempt => Delivery.Attempt + 1 + Repeats;

    public override bool IsDone => _isDone;

    public string Template => Delivery.Template;

    /// <summary>Whether its worker may still run it.</summary>
    public bool IsValid => _turn.IsValid;

    /// <summary>Set when the run may not be repeated any more and its failure is what is to be committed.</summary>
    public RunReport? Failed { get; private set; }

    public override FinishedRun ToCommit(TenantSession session, RunReport report, DateTimeOffset startedAt, RunTransaction? transaction)
    {
        var (end, then) = _rules.Decide(session.PolicyOf(Template), Delivery, report);
        _committing = then;
        var run = (transaction, report.Failure) switch
        {
            (null, _) => FinishedRun.Empty(session.Tenant),
            (_, null) => transaction.Finish(null),
            _ => transaction.FinishFailed(null),
        };
        _emits = run.Emits.Count > 0;
        return run with
        {
            Fence = _turn.Fence,
            Delivery = end,
            History = _rules.Describe(this, report, startedAt, end),
        };
    }

    public override void Add(RunReport report)
    {
        if (_emits)
        {
            _turn.NoteEmitted();
        }

        End(_committing!);
    }

    public override void Fail(RunReport report, RunFailure failure)
    {
        if (Failed is null)
        {
            Failed = report with { ResultJson = null, Failure = failure };
            return;
        }

        Log.FailureRefused(_logger, Delivery.Id, _turn.Lane.Name.Tenant, failure.Message);
        End(Later);
    }

    public override void Overtaken() => End(LaneEnd.Gone.Instance);

    public override void LoseSlot() => End(LaneEnd.SlotLost.Instance);

    public override void LoseTrack(StorageException fault) => End(Soon);

    public override void Finish()
    {
        // Nobody waits for a delivery.
    }

    /// <summary>It was not run, or what it did is not committed.</summary>
    public override void Refuse(EventRefusal reason, string message) => End(reason switch
    {
        EventRefusal.TenantBanned => LaneEnd.Banned.Instance,
        EventRefusal.StorageUnavailable => Soon,
        _ => new LaneEnd.Again(TimeSpan.Zero),
    });

    private void End(LaneEnd end)
    {
        if (!_isDone)
        {
            _isDone = true;
            _turn.End(end);
            _ended();
        }
    }
}
