using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Supervision.Slots;

namespace TemplateWorker.Supervision.Leases;

/// <summary>
/// This supervisor's part in dividing the slots: it says that it lives, takes what should be its own and belongs to nobody
/// who does, and gives up what should be another's, once nothing of it runs here any more.
/// </summary>
/// <remarks>
/// While the database is away it goes on with what it has: what keeps effects from being there twice are the rows of
/// deliveries and the fences, not the lease. A supervisor that was paused finds at its next heartbeat that its slots have
/// other owners, and reads what is left to it.
/// </remarks>
internal sealed partial class SlotLease(
    LeaseStore store, ISlotHolder holder, Guid id, string name, LeaseTimes times, ILogger<SlotLease> logger) : IDisposable
{
    /// <summary>A supervisor that is told to end does not wait for a database that is away: the lease ends by itself.</summary>
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, long> _held = [];
    private readonly SemaphoreSlim _moved = new(0);
    private int _isMoved;
    private Task _givingUp = Task.CompletedTask;
    private IReadOnlyCollection<int> _toGive = [];
    private bool _isFailing;

    /// <summary>Takes the slots that are free, before there are workers.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task JoinAsync(CancellationToken cancellationToken) => BeatAsync(cancellationToken);

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var wait = times.Interval;
        while (true)
        {
            await _moved.WaitAsync(wait, stopping);
            Volatile.Write(ref _isMoved, 0);
            try
            {
                wait = await BeatAsync(stopping);
                Recovered();
            }
            catch (StorageException fault)
            {
                Failed(fault);
                wait = times.Interval / 4;
            }
        }
    }

    /// <summary>Somebody has given slots up: look at once.</summary>
    public void NoteMoved()
    {
        if (Interlocked.Exchange(ref _isMoved, 1) == 0)
        {
            _moved.Release();
        }
    }

    /// <summary>Gives everything up, after the workers have ended. Takes no longer than <see cref="LeaveWithin"/>.</summary>
    public async Task LeaveAsync()
    {
        using var limit = new CancellationTokenSource(LeaveWithin);
        try
        {
            await store.LeaveAsync(id, limit.Token);
        }
        catch (StorageException fault)
        {
            Log.NotLeft(logger, fault.Message);
        }
        catch (OperationCanceledException)
        {
            Log.NotLeft(logger, $"the database did not answer within {LeaveWithin.TotalSeconds:F0} s");
        }
    }

    public void Dispose() => _moved.Dispose();

    /// <returns>How long to wait for the next.</returns>
    private async Task<TimeSpan> BeatAsync(CancellationToken stopping)
    {
        var view = await store.RenewAsync(id, name, times.Lease, stopping);
        if (view.SlotCount != _held.Count || view.FenceSum != _held.Values.Sum())
        {
            await ReloadAsync(stopping);
        }

        await FinishGivingUpAsync(stopping);
        var share = SlotShares.Of(id, view.Others.Keys);
        await ClaimAsync(share, stopping);
        GiveUp(share);

        // Whoever is not heard of again is over at a known time, which is better than finding out later.
        var soonest = view.Others.Values.Append(times.Interval).Min();
        return soonest + TimeSpan.FromMilliseconds(5) < times.Interval ? soonest + TimeSpan.FromMilliseconds(5) : times.Interval;
    }

    private async Task ReloadAsync(CancellationToken stopping)
    {
        var slots = await store.ReadAsync(id, stopping);
        if (_held.Count > 0)
        {
            Log.Reloaded(logger, _held.Count, slots.Count);
        }

        _held.Clear();
        Keep(slots);
        _ = AssignAsync();
    }

    private async Task ClaimAsync(HashSet<int> share, CancellationToken stopping)
    {
        var missing = share.Where(slot => !_held.ContainsKey(slot)).ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        var claimed = await store.ClaimAsync(id, missing, stopping);
        if (claimed.Count > 0)
        {
            Keep(claimed);
            Log.Claimed(logger, claimed.Count, _held.Count);
            _ = AssignAsync();
        }
    }

    private void GiveUp(HashSet<int> share)
    {
        if (_toGive.Count > 0)
        {
            return;
        }

        _toGive = [.. _held.Keys.Where(slot => !share.Contains(slot))];
        if (_toGive.Count > 0)
        {
            _givingUp = LetGoAsync();
        }
    }

    private async Task LetGoAsync()
    {
        await AssignAsync();
        NoteMoved();
    }

    private async Task FinishGivingUpAsync(CancellationToken stopping)
    {
        if (_toGive.Count == 0 || !_givingUp.IsCompleted)
        {
            return;
        }

        await store.ReleaseAsync(id, _toGive, stopping);
        foreach (var slot in _toGive)
        {
            _held.Remove(slot);
        }

        Log.GaveUp(logger, _toGive.Count, _held.Count);
        _toGive = [];
    }

    private void Keep(IEnumerable<SlotFence> slots)
    {
        foreach (var slot in slots)
        {
            _held[slot.Slot] = slot.Fence;
        }
    }

    private Task AssignAsync() => holder.AssignAsync(
        [.. _held.Where(slot => !_toGive.Contains(slot.Key)).Select(slot => new SlotAssignment(slot.Key, slot.Value))]);

    private void Failed(StorageException fault)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            Log.Failing(logger, fault.Message);
        }
    }

    private void Recovered()
    {
        if (_isFailing)
        {
            _isFailing = false;
            Log.Recovered(logger);
        }
    }
}
