using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Links;

namespace TemplateWorker.Supervision.Slots;

/// <summary>Keeps the division of the slots up to date while workers come and go, and tells them. Thread-safe.</summary>
/// <remarks>The lock is held while messages are queued, which never waits, so that each worker hears of its slots in order.</remarks>
internal sealed class SlotDealer : IDisposable
{
    /// <summary>A worker that is away for less keeps its slots: its successor is usually there sooner.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private readonly Lock _gate = new();
    private readonly SlotDivision _division;
    private readonly WorkerLink?[] _links;
    private readonly ITimer[] _patience;
    private readonly bool[] _isAway;
    private readonly List<TaskCompletionSource> _waitForRelease = [];
    private TaskCompletionSource _moved = NewSource();

    public SlotDealer(int workers, TimeProvider time)
    {
        _division = new SlotDivision(workers);
        _links = new WorkerLink?[workers];
        _isAway = new bool[workers];
        _patience = [.. Enumerable.Range(0, workers).Select(worker =>
            time.CreateTimer(_ => GiveUpOn(worker), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan))];
    }

    /// <summary>Completes when slots may have come to other workers than before.</summary>
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

    /// <summary>The workers start: from now on they are waited for.</summary>
    public void Start()
    {
        lock (_gate)
        {
            for (var worker = 0; worker < _links.Length; worker++)
            {
                Miss(worker, TimeSpan.Zero);
            }
        }
    }

    /// <summary>Takes over the complete list of this supervisor's slots.</summary>
    /// <returns>Completes when no worker works on a slot outside it any more.</returns>
    public Task AssignAsync(IReadOnlyList<SlotAssignment> slots)
    {
        lock (_gate)
        {
            Tell(_division.Hold(slots));
            if (!_division.HasStrays)
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
            _patience[worker].Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Tell(_division.Join(worker));
        }
    }

    /// <summary>A worker is about to be asked to finish, or is as good as dead; it gets nothing new from now on.</summary>
    /// <param name="awayFor">For how long nothing has been heard of it.</param>
    public void Retire(int worker, TimeSpan awayFor)
    {
        lock (_gate)
        {
            Miss(worker, awayFor);
            Tell(_division.Retire(worker));
        }
    }

    /// <summary>A worker's process is dead, and what died with it is noted.</summary>
    public void Bury(int worker)
    {
        lock (_gate)
        {
            _links[worker] = null;
            Tell(_division.Bury(worker));
        }
    }

    /// <summary>A worker is done with what was taken from it.</summary>
    public void Release(int worker, WorkerLink link, ulong epoch)
    {
        lock (_gate)
        {
            if (_links[worker] == link)
            {
                Tell(_division.Release(worker, epoch));
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

    /// <summary>Where calls of the slot's tenants go.</summary>
    public int WorkerOf(int slot)
    {
        lock (_gate)
        {
            return _division.WorkerOf(slot);
        }
    }

    /// <summary>The connection to the worker that works on the slot's lanes; null when none does.</summary>
    public WorkerLink? RunnerOf(int slot)
    {
        lock (_gate)
        {
            return _division.RunnerOf(slot) is { } worker ? _links[worker] : null;
        }
    }

    /// <summary>How many slots each worker works on.</summary>
    public int SlotsOf(int worker)
    {
        lock (_gate)
        {
            return _division.SlotsOf(worker);
        }
    }

    public void Dispose()
    {
        foreach (var timer in _patience)
        {
            timer.Dispose();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Miss(int worker, TimeSpan awayFor)
    {
        if (!_isAway[worker])
        {
            _isAway[worker] = true;
            _patience[worker].Change(awayFor < Patience ? Patience - awayFor : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void GiveUpOn(int worker)
    {
        lock (_gate)
        {
            // It may have come back while this waited for the lock.
            if (_isAway[worker])
            {
                Tell(_division.GiveUpOn(worker));
            }
        }
    }

    private void Tell(IReadOnlyList<SlotOrder> orders)
    {
        foreach (var order in orders)
        {
            _links[order.Worker]?.Assign(order);
        }

        if (!_division.HasStrays)
        {
            _waitForRelease.ForEach(waiting => waiting.SetResult());
            _waitForRelease.Clear();
        }

        _moved.SetResult();
        _moved = NewSource();
    }
}
