using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// A delivery that holds its lane's turn. Its run's writes, its removal and its history entry are committed
/// together; in every other case the row stays and is processed again.
/// </summary>
/// <remarks>
/// While the committer is busy, or other tenants wait for the script thread, the next deliveries of its lane may run too,
/// each on top of the writes of the previous one, and all are committed together: they take effect in order, at
/// the same moment. A failure ends the batch and leaves the earlier runs as they are. If the commit is refused, each delivery runs
/// again by itself.
/// </remarks>
internal sealed partial class PendingDelivery : PendingRun
{
    /// <summary>Separates deliveries from calls, which the supervisor numbers from 1.</summary>
    private const ulong DeliveryBit = 1UL << 63;

    /// <summary>The most deliveries that are committed together.</summary>
    private const int MaxTogether = 16;

    /// <summary>When not even the failure of the run can be stored.</summary>
    private static readonly LaneEnd.Retry RetryInAMinute = new(TimeSpan.FromMinutes(1));

    private readonly List<EarlierRun> _earlier = [];
    private readonly LaneTurn _turn;
    private readonly DeliveryRules _rules;
    private readonly Action _ended;
    private readonly GivenUpLog _givenUp;
    private readonly ILogger _logger;
    private Delivery _current;
    private RunTransaction? _before;
    private bool _isAlone;
    private int _hopsBefore;
    private LaneEnd? _committing;
    private DeliveryEnd? _outcome;
    private QuotaUse? _fullLetters;
    private bool _emits;
    private bool _isDone;

    /// <param name="turn">Ended exactly once.</param>
    /// <param name="rules">Decides about failures and writes history entries.</param>
    /// <param name="ended">Called when the turn has ended.</param>
    /// <param name="givenUp">Tells the operator of deliveries that are not tried again.</param>
    /// <param name="logger">For failures that have no other recipient.</param>
    public PendingDelivery(LaneTurn turn, DeliveryRules rules, Action ended, GivenUpLog givenUp, ILogger logger)
        : base(DeliveryBit | (ulong)turn.Delivery.Id)
    {
        _turn = turn;
        _current = turn.Delivery;
        _rules = rules;
        _ended = ended;
        _givenUp = givenUp;
        _logger = logger;
    }

    /// <summary>The delivery that runs, or runs next.</summary>
    public override Delivery Delivery => _current;

    public override RunTransaction? Before => _before;

    public override long LossesBefore(TenantSession session) => _turn.Losses;

    public override TenantEvent Event => Delivery.Event;

    public override int Attempt => Delivery.Attempt + 1 + Repeats;

    public override bool IsDone => _isDone;

    public string Template => Delivery.Template;

    public override string NextTemplate => Template;

    /// <summary>Whether this worker may still run it.</summary>
    public bool IsValid => _turn.IsValid;

    /// <summary>The failure to commit, once the run may not be repeated any more; else null.</summary>
    public RunReport? Failed { get; private set; }

    /// <summary>After a successful run of <see cref="Delivery"/>: moves on to the lane's next delivery before committing.</summary>
    /// <returns>Whether there is one; it is <see cref="Delivery"/> from now on.</returns>
    public bool TryExtend(TenantSession session, RunReport report, DateTimeOffset startedAt, RunTransaction transaction)
    {
        if (_isAlone || Repeats > 0 || _earlier.Count + 1 >= MaxTogether || !transaction.IsSmall
            || _rules.Decide(session.PolicyOf(Template), Delivery, report, null).End is not DeliveryEnd.Done done || _turn.Extend() is not { } next)
        {
            return false;
        }

        _earlier.Add(new EarlierRun(done, _rules.Describe(this, report, startedAt, done), ResultOf(session, report)));
        _before = transaction;
        _hopsBefore = Math.Max(_hopsBefore, _current.Event.Hops);
        _current = next;
        return true;
    }

    public override bool Split()
    {
        if (_earlier.Count == 0)
        {
            return false;
        }

        _turn.PutBack();
        _earlier.Clear();
        (_current, _before, _isAlone, _hopsBefore) = (_turn.Delivery, null, true, 0);
        return true;
    }

    public override FinishedRun ToCommit(TenantSession session, RunReport report, DateTimeOffset startedAt, RunTransaction? transaction)
    {
        var (end, then) = _rules.Decide(session.PolicyOf(Template), Delivery, report, _fullLetters);
        (_outcome, _committing) = (end, then);
        var run = (transaction, report.Failure) switch
        {
            (null, _) => _before?.Finish(null) ?? FinishedRun.Empty(session.Tenant),
            (_, null) => transaction.Finish(null),
            _ => transaction.FinishFailed(null),
        };
        _emits = run.Emits.Count > 0;
        return run with
        {
            Fence = _turn.Fence,
            Losses = _turn.Losses,
            Delivery = end,
            Hops = Math.Max(_hopsBefore, Delivery.Event.Hops),
            Result = ResultOf(session, report),
            Earlier = [.. _earlier],
            History = _rules.Describe(this, report, startedAt, end),
            Limits = session.Limits,
        };
    }

    public override void Add(RunReport report)
    {
        if (_emits)
        {
            _turn.NoteEmitted();
        }

        _givenUp.Note(_current, _outcome!);
        End(_committing!, _current);
    }

    public override void Fail(RunReport report, RunFailure failure)
    {
        if (Failed is null)
        {
            Failed = report with { ResultJson = null, Failure = failure };
            return;
        }

        Log.FailureRefused(_logger, Delivery.Id, _turn.Lane.Name.Tenant, failure.Message);
        End(RetryInAMinute);
    }

    // It keeps its place, so that nothing accepted is lost: the commit is repeated, and parks the lane.
    public override void NoteLettersFull(RunReport report, QuotaUse use)
    {
        Failed = report with { ResultJson = null };
        _fullLetters = use;
    }

    public override void NoteSuperseded() => End(LaneEnd.Gone.Instance);

    public override void NoteSlotLost() => End(LaneEnd.SlotLost.Instance);

    public override void FailUncertain(StorageException fault) => End(RetrySoon());

    public override void Finish()
    {
        // A delivery has no caller.
    }

    /// <summary>It did not run, or its run is not committed.</summary>
    public override void Refuse(EventRefusal reason, string message) => End(reason switch
    {
        EventRefusal.TenantBanned => LaneEnd.Banned.Instance,
        EventRefusal.StorageUnavailable => RetrySoon(),
        EventRefusal.InternalFault => RetryInAMinute,
        _ => new LaneEnd.Retry(TimeSpan.Zero),
    });

    /// <summary>Its tenant has used up a rate: it stays first in its lane, and no attempt is counted.</summary>
    public void HoldBack(TimeSpan wait) => End(new LaneEnd.Retry(wait));

    private static KeptResult? ResultOf(TenantSession session, RunReport report) => KeptResult.Of(report.ResultJson, session.Limits.KeptResultBytes);

    // After a database failure: spread over time, and slow enough not to add to the load.
    private LaneEnd.Retry RetrySoon() => new(TimeSpan.FromMilliseconds(200) + (TimeSpan.FromMilliseconds(600) * _rules.NextRandom()));

    // Without a commit the lane continues at the first delivery of the turn.
    private void End(LaneEnd end) => End(end, _turn.Delivery);

    private void End(LaneEnd end, Delivery at)
    {
        if (!_isDone)
        {
            _isDone = true;
            _turn.End(end, at.Id);
            _ended();
        }
    }
}
