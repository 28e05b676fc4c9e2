using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Slots;

namespace TemplateWorker.Supervision.Leases;

/// <summary>
/// Holds this supervisor's slots: renews its lease, claims slots of its share that no live supervisor holds, and releases
/// slots outside its share once none of their runs is active here.
/// </summary>
/// <remarks>
/// While the database is unreachable the supervisor keeps its slots: the rows of deliveries and the fences prevent duplicate
/// effects, not the lease. A supervisor that was paused learns at its next renewal that its slots have other owners, and
/// reads the slots that are left.
/// </remarks>
internal sealed partial class SlotLease(
    LeaseStore store, ISlotHolder holder, Guid id, string name, LeaseTimes times, TimeProvider time, ILogger<SlotLease> logger) : IDisposable
{
    /// <summary>Shutdown does not wait longer for an unreachable database: the lease then expires.</summary>
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, long> _held = [];
    private readonly SemaphoreSlim _moved = new(0);
    private int _isMoved;
    private Task _givingUp = Task.CompletedTask;
    private IReadOnlyCollection<int> _toGive = [];
    private Task _assigning = Task.CompletedTask;
    private bool _isFailing;
    private long? _renewedAt;
    private long? _backSince;
    private IReadOnlyCollection<Guid> _others = [];

    /// <summary>Joins at once, and runs until cancelled.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        var wait = TimeSpan.Zero;
        while (true)
        {
            await _moved.WaitAsync(wait, stopping);
            Volatile.Write(ref _isMoved, 0);
            try
            {
                wait = await RenewAsync(stopping);
                pulse.Beat();
                Recovered();
            }
            catch (StorageException fault)
            {
                Failed(fault);
                wait = times.Interval / 4;
            }
        }
    }

    /// <summary>Renews the lease, claims slots of the share that are free, and releases those outside of it that nothing runs in.</summary>
    /// <returns>Time until the next renewal.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<TimeSpan> RenewAsync(CancellationToken stopping)
    {
        var view = await store.RenewAsync(id, name, times.Lease, stopping);
        if (view.SlotCount != _held.Count || view.FenceSum != _held.Values.Sum())
        {
            await ReloadAsync(stopping);
        }

        await FinishGivingUpAsync(stopping);
        var share = SlotShares.Of(id, Living(view));
        await ClaimAsync(share, stopping);
        GiveUp(share);

        // The lease of a lost supervisor expires at a known time: renew just after it, to claim its slots at once.
        var soonest = view.Others.Values.Append(times.Interval).Min();
        return soonest + TimeSpan.FromMilliseconds(5) < times.Interval ? soonest + TimeSpan.FromMilliseconds(5) : times.Interval;
    }

    /// <summary>Slots were released: renews and claims at once.</summary>
    public void NoteMoved()
    {
        if (Interlocked.Exchange(ref _isMoved, 1) == 0)
        {
            _moved.Release();
        }
    }

    /// <summary>Releases all slots after the workers have ended. Takes at most <see cref="LeaveTimeout"/>.</summary>
    public async Task LeaveAsync()
    {
        using var limit = new CancellationTokenSource(LeaveTimeout);
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
            Log.NotLeft(logger, $"the database did not answer within {LeaveTimeout.TotalSeconds:F0} s");
        }
    }

    public void Dispose() => _moved.Dispose();

    /// <summary>
    /// The other live supervisors. What made this one late may have made them late too: for one lease after its return, those
    /// that it knew before still count as alive, so that it does not take all slots of supervisors that are about to renew.
    /// </summary>
    private IReadOnlyCollection<Guid> Living(LeaseView view)
    {
        if (_renewedAt is { } renewed && time.GetElapsedTime(renewed) > times.Lease)
        {
            _backSince = time.GetTimestamp();
        }

        _renewedAt = time.GetTimestamp();
        if (_backSince is { } back && time.GetElapsedTime(back) <= times.Lease)
        {
            return [.. view.Others.Keys.Union(_others)];
        }

        _backSince = null;
        return _others = [.. view.Others.Keys];
    }

    private async Task ReloadAsync(CancellationToken stopping)
    {
        var slots = await store.ReadAsync(id, stopping);
        if (_held.Count > 0)
        {
            Log.Reloaded(logger, _held.Count, slots.Count);
        }

        _held.Clear();
        Add(slots);
        _assigning = AssignAsync();
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
            Add(claimed);
            Log.Claimed(logger, claimed.Count, _held.Count);
            _assigning = AssignAsync();
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
            _givingUp = RevokeAsync();
        }
    }

    private async Task RevokeAsync()
    {
        await AssignAsync();
        NoteMoved();
    }

    private async Task FinishGivingUpAsync(CancellationToken stopping)
    {
        if (_assigning.IsFaulted)
        {
            await _assigning;
        }

        if (_toGive.Count == 0 || !_givingUp.IsCompleted)
        {
            return;
        }

        await _givingUp;

        await store.ReleaseAsync(id, _toGive, stopping);
        foreach (var slot in _toGive)
        {
            _held.Remove(slot);
        }

        Log.GaveUp(logger, _toGive.Count, _held.Count);
        _toGive = [];
    }

    private void Add(IEnumerable<SlotFence> slots)
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
