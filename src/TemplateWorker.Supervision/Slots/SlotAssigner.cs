using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Links;

namespace TemplateWorker.Supervision.Slots;

/// <summary>Assigns the slots to workers, again whenever a worker joins or leaves. Thread-safe.</summary>
/// <remarks>Messages are queued under the lock, which never blocks, so that each worker receives its lists in order.</remarks>
internal sealed class SlotAssigner : IDisposable
{
    /// <summary>A worker that is absent for less keeps its slots, since its successor is usually ready sooner.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2.5);

    private readonly Lock _gate = new();
    private readonly SlotDivision _division;
    private readonly WorkerLink?[] _links;
    private readonly ITimer[] _graceTimers;
    private readonly bool[] _isAway;
    private readonly List<TaskCompletionSource> _waitForRelease = [];
    private TaskCompletionSource _moved = NewSource();

    public SlotAssigner(int workers, TimeProvider time)
    {
        _division = new SlotDivision(workers);
        _links = new WorkerLink?[workers];
        _isAway = new bool[workers];
        _graceTimers = [.. Enumerable.Range(0, workers).Select(worker =>
            time.CreateTimer(_ => GiveUpOn(worker), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan))];
    }

    /// <summary>Completes when the assignment may have changed.</summary>
    public Task Moved
    {
        get
        {
            lock (_gate)
            {
                return _moved.Task;
            }
        }
    }

    /// <summary>Begins the grace period of all workers.</summary>
    public void Start()
    {
        lock (_gate)
        {
            for (var worker = 0; worker < _links.Length; worker++)
            {
                MarkAway(worker, TimeSpan.Zero);
            }
        }
    }

    /// <summary>Takes over the complete list of this supervisor's slots.</summary>
    /// <returns>Completes when no worker works on a slot outside the list.</returns>
    public Task AssignAsync(IReadOnlyList<SlotAssignment> slots)
    {
        lock (_gate)
        {
            SendOrders(_division.Hold(slots));
            if (!_division.HasUnreleased)
            {
                return Task.CompletedTask;
            }

            var released = NewSource();
            _waitForRelease.Add(released);
            return released.Task;
        }
    }

    /// <summary>A worker is ready for its slots.</summary>
    public void Join(int worker, WorkerLink link)
    {
        lock (_gate)
        {
            _links[worker] = link;
            _isAway[worker] = false;
            _graceTimers[worker].Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            SendOrders(_division.Join(worker));
        }
    }

    /// <summary>A worker is about to drain or was lost; it gets no more slots.</summary>
    /// <param name="awayFor">Time since its last sign of life.</param>
    public void Retire(int worker, TimeSpan awayFor)
    {
        lock (_gate)
        {
            MarkAway(worker, awayFor);
            SendOrders(_division.Retire(worker));
        }
    }

    /// <summary>A worker's process has ended and its deliveries in flight were reported.</summary>
    public void RemoveDead(int worker)
    {
        lock (_gate)
        {
            _links[worker] = null;
            SendOrders(_division.RemoveDead(worker));
        }
    }

    /// <summary>A worker has released revoked slots.</summary>
    public void Release(int worker, WorkerLink link, ulong epoch)
    {
        lock (_gate)
        {
            if (_links[worker] == link)
            {
                SendOrders(_division.Release(worker, epoch));
            }
        }
    }

    public bool Holds(int slot)
    {
        lock (_gate)
        {
            return _division.Holds(slot);
        }
    }

    /// <summary>The worker that gets the calls of the slot's tenants.</summary>
    public int WorkerOf(int slot)
    {
        lock (_gate)
        {
            return _division.WorkerOf(slot);
        }
    }

    /// <summary>The connection to the worker that works on the slot's lanes; null if none does.</summary>
    public WorkerLink? RunnerOf(int slot)
    {
        lock (_gate)
        {
            return _division.RunnerOf(slot) is { } worker ? _links[worker] : null;
        }
    }

    /// <summary>Number of slots that a worker works on.</summary>
    public int SlotsOf(int worker)
    {
        lock (_gate)
        {
            return _division.SlotsOf(worker);
        }
    }

    public void Dispose()
    {
        foreach (var timer in _graceTimers)
        {
            timer.Dispose();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void MarkAway(int worker, TimeSpan awayFor)
    {
        if (!_isAway[worker])
        {
            _isAway[worker] = true;
            _graceTimers[worker].Change(awayFor < GracePeriod ? GracePeriod - awayFor : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void GiveUpOn(int worker)
    {
        lock (_gate)
        {
            // The worker may have joined while this waited for the lock.
            if (_isAway[worker])
            {
                SendOrders(_division.GiveUpOn(worker));
            }
        }
    }

    private void SendOrders(IReadOnlyList<SlotOrder> orders)
    {
        foreach (var order in orders)
        {
            _links[order.Worker]?.Assign(order);
        }

        if (!_division.HasUnreleased)
        {
            _waitForRelease.ForEach(waiting => waiting.SetResult());
            _waitForRelease.Clear();
        }

        _moved.SetResult();
        _moved = NewSource();
    }
}
