using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// A delivery that has its lane's turn. What its run wrote, that it is done, and its line of history are committed
/// together; whatever else happens, the row stays and is brought on from there.
/// </summary>
/// <remarks>
/// While the committer is busy, or other tenants wait for the script thread, the deliveries behind it in its lane may run too,
/// each on what the one before it will have written, and all are committed together: they take effect one after the other, at
/// the same moment. One that fails ends the row, and leaves those before it as they are. When the commit is refused, each is made
/// again alone.
/// </remarks>
internal sealed partial class PendingDelivery : PendingRun
{
    /// <summary>Sets deliveries apart from calls, which are numbered from 1 by the supervisor.</summary>
    private const ulong DeliveryBit = 1UL << 63;

    /// <summary>The most deliveries whose runs are committed together.</summary>
    private const int MaxTogether = 16;

    /// <summary>After the database refused even the failure of a run.</summary>
    private static readonly LaneEnd.Retry RetryInAMinute = new(TimeSpan.FromMinutes(1));

    private readonly List<EarlierRun> _earlier = [];
    private readonly LaneTurn _turn;
    private readonly DeliveryRules _rules;
    private readonly Action _ended;
    private readonly ILogger _logger;
    private Delivery _current;
    private RunTransaction? _before;
    private bool _isAlone;
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
        _current = turn.Delivery;
        _rules = rules;
        _ended = ended;
        _logger = logger;
    }

    /// <summary>The one that is next, or runs.</summary>
    public override Delivery Delivery => _current;

    public override RunTransaction? Before => _before;

    public override TenantEvent Event => Delivery.Event;

    public override int Attempt => Delivery.Attempt + 1 + Repeats;

    public override bool IsDone => _isDone;

    public string Template => Delivery.Template;

    /// <summary>Whether its worker may still run it.</summary>
    public bool IsValid => _turn.IsValid;

    /// <summary>Set when the run may not be repeated any more and its failure is what is to be committed.</summary>
    public RunReport? Failed { get; private set; }

    /// <summary>The run of <see cref="Delivery"/> has ended well: lets the next one of the lane run before all are committed.</summary>
    /// <returns>Whether there is one, which <see cref="Delivery"/> is from now on.</returns>
    public bool TryExtend(TenantSession session, RunReport report, DateTimeOffset startedAt, RunTransaction transaction)
    {
        if (_isAlone || Repeats > 0 || _earlier.Count + 1 >= MaxTogether || !transaction.IsSmall
            || _rules.Decide(session.PolicyOf(Template), Delivery, report).End is not DeliveryEnd.Done done || _turn.Extend() is not { } next)
        {
            return false;
        }

        _earlier.Add(new EarlierRun(done, _rules.Describe(this, report, startedAt, done)));
        _before = transaction;
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
        (_current, _before, _isAlone) = (_turn.Delivery, null, true);
        return true;
    }

    public override FinishedRun ToCommit(TenantSession session, RunReport report, DateTimeOffset startedAt, RunTransaction? transaction)
    {
        var (end, then) = _rules.Decide(session.PolicyOf(Template), Delivery, report);
        _committing = then;
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
            Delivery = end,
            Earlier = [.. _earlier],
            History = _rules.Describe(this, report, startedAt, end),
        };
    }

    public override void Add(RunReport report)
    {
        if (_emits)
        {
            _turn.NoteEmitted();
        }

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

    public override void NoteSuperseded() => End(LaneEnd.Gone.Instance);

    public override void NoteSlotLost() => End(LaneEnd.SlotLost.Instance);

    public override void FailUncertain(StorageException fault) => End(RetrySoon());

    public override void Finish()
    {
        // Nobody waits for a delivery.
    }

    /// <summary>It was not run, or what it did is not committed.</summary>
    public override void Refuse(EventRefusal reason, string message) => End(reason switch
    {
        EventRefusal.TenantBanned => LaneEnd.Banned.Instance,
        EventRefusal.StorageUnavailable => RetrySoon(),
        _ => new LaneEnd.Retry(TimeSpan.Zero),
    });

    // After the database failed: not all at the same moment, and not at the pace of whatever makes it fail.
    private LaneEnd.Retry RetrySoon() => new(TimeSpan.FromMilliseconds(200) + (TimeSpan.FromMilliseconds(600) * _rules.NextRandom()));

    // Without a commit the first one is where the lane goes on.
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
