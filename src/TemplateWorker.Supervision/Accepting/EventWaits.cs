using TemplateWorker.Storage;
using TemplateWorker.Storage.Results;
using TemplateWorker.Supervision.Links;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>
/// The callers that wait for results of stored events. Workers of this supervisor report what their commits settle; deliveries of other supervisors'
/// slots are looked for by one statement for all callers, ten times a second, and all others once a second. Thread-safe.
/// </summary>
internal sealed class EventWaits
{
    /// <summary>Callers that may wait at a time.</summary>
    public const int Most = 1_000;

    /// <summary>Reports that are remembered, since one may arrive before its caller knows the delivery.</summary>
    private const int MostRecent = 50_000;

    private const int PollsPerFullPoll = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(1);

    private readonly EventResultStore _store;
    private readonly SettledDeliveries _settled;
    private readonly Func<int, bool> _holds;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, List<EventWait>> _waiting = [];
    private readonly HashSet<long> _recent = [];
    private TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _polls;

    /// <param name="store">Knows what became of events.</param>
    /// <param name="settled">Asks the workers.</param>
    /// <param name="holds">Whether this supervisor holds a slot.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="stopping">Ends all waits.</param>
    public EventWaits(EventResultStore store, SettledDeliveries settled, Func<int, bool> holds, TimeProvider time, CancellationToken stopping)
    {
        (_store, _settled, _holds, Time, Stopping) = (store, settled, holds, time, stopping);
        settled.HearBy(Hear);
    }

    /// <summary>Measures waits.</summary>
    public TimeProvider Time { get; }

    /// <summary>Ends all waits.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Makes room for a caller, before its event is stored; null when too many wait. The caller disposes it.</summary>
    public EventWait? TryEnter()
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }

        _settled.BeginWatch();
        return new EventWait(this);
    }

    /// <summary>Looks for what no worker reports. Runs until cancelled; a failed look is repeated.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        while (true)
        {
            pulse.Beat();
            var entered = Entered;
            if (!entered.IsCompleted)
            {
                await entered.WaitAsync(IdlePause, Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stopping.ThrowIfCancellationRequested();
                continue;
            }

            await Task.Delay(Pause, Time, stopping);
            try
            {
                await PollAsync(stopping);
            }
            catch (StorageException)
            {
                // The callers are answered in time that their events are stored.
            }
        }
    }

    /// <summary>One look.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        var isFull = ++_polls % PollsPerFullPoll == 0;
        List<(int Slot, long Id)> wanted = [];
        lock (_lock)
        {
            foreach (var (id, waits) in _waiting)
            {
                var slot = waits[0].Tenant.Slot;
                if (isFull || !_holds(slot))
                {
                    wanted.Add((slot, id));
                }
            }
        }

        if (wanted.Count > 0)
        {
            Note(await _store.FindGoneAsync(wanted, cancellationToken));
        }
    }

    /// <summary>What became of an event.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<EventDelivery>> ReadAsync(TenantId tenant, Guid eventId, CancellationToken cancellationToken) =>
        _store.ReadAsync(tenant, eventId, cancellationToken);

    /// <summary>A caller waits for deliveries from now on. Those that were reported a moment ago count as heard of.</summary>
    public void Begin(EventWait wait, IReadOnlyList<long> deliveries)
    {
        List<long> already = [];
        lock (_lock)
        {
            foreach (var delivery in deliveries)
            {
                if (_recent.Remove(delivery))
                {
                    already.Add(delivery);
                }
                else if (_waiting.TryGetValue(delivery, out var waits))
                {
                    waits.Add(wait);
                }
                else
                {
                    _waiting[delivery] = [wait];
                }
            }

            if (_waiting.Count > 0)
            {
                _entered.TrySetResult();
            }
        }

        already.ForEach(wait.Note);
    }

    /// <summary>A caller no longer waits.</summary>
    public void End(EventWait wait, IReadOnlyList<long> deliveries)
    {
        _settled.EndWatch();
        var isLast = Interlocked.Decrement(ref _count) == 0;
        lock (_lock)
        {
            foreach (var delivery in deliveries)
            {
                if (_waiting.TryGetValue(delivery, out var waits) && waits.Remove(wait) && waits.Count == 0)
                {
                    _waiting.Remove(delivery);
                }
            }

            if (isLast)
            {
                _recent.Clear();
            }
        }
    }

    /// <summary>Completes when there is a delivery that a caller waits for.</summary>
    private Task Entered
    {
        get
        {
            lock (_lock)
            {
                if (_waiting.Count == 0 && _entered.Task.IsCompleted)
                {
                    _entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                return _entered.Task;
            }
        }
    }

    private void Hear(IReadOnlyList<long> ids)
    {
        lock (_lock)
        {
            if (_recent.Count + ids.Count > MostRecent)
            {
                _recent.Clear();
            }

            _recent.UnionWith(ids);
        }

        Note(ids);
    }

    private void Note(IReadOnlyList<long> ids)
    {
        foreach (var id in ids)
        {
            List<EventWait>? waits;
            lock (_lock)
            {
                _waiting.Remove(id, out waits);
            }

            waits?.ForEach(wait => wait.Note(id));
        }
    }
}
