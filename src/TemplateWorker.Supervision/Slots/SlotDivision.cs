using System.Runtime.InteropServices;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Links;

namespace TemplateWorker.Supervision.Slots;

/// <summary>
/// Divides the slots that this supervisor holds among its workers, so that no two of them work on a slot at the same time: a
/// slot goes to its next worker only after the previous one has released it or has ended. Decides only; has no clock and
/// sends nothing. Not thread-safe.
/// </summary>
/// <remarks>Every change returns the lists to send to workers, in an order in which they may be sent.</remarks>
internal sealed class SlotDivision
{
    private const int NoWorker = -1;

    private readonly SlotAssignment?[] _held = new SlotAssignment?[TenantId.SlotCount];
    private readonly SlotPlace[] _places = new SlotPlace[TenantId.SlotCount];
    private readonly int[] _counts;
    private readonly bool[] _isAvailable;
    private readonly bool[] _takesSlots;
    private readonly SlotMap _allWorkers;
    private SlotMap _map;
    private ulong _epoch;

    /// <param name="workers">Number of workers. All count as available at first, though none takes slots yet.</param>
    public SlotDivision(int workers)
    {
        _counts = new int[workers];
        _isAvailable = new bool[workers];
        _takesSlots = new bool[workers];
        _allWorkers = new SlotMap(workers);
        _map = _allWorkers;
        Array.Fill(_isAvailable, true);
        Array.Fill(_places, SlotPlace.Free);
    }

    /// <summary>Whether a worker may still work on a slot that this supervisor no longer holds.</summary>
    public bool HasUnreleased
    {
        get
        {
            for (var slot = 0; slot < _places.Length; slot++)
            {
                if (_held[slot] is null && _places[slot].Worker != NoWorker)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether this supervisor holds the slot.</summary>
    public bool Holds(int slot) => _held[slot] is not null;

    /// <summary>The worker that gets the calls of the slot's tenants: the one that has the slot or will get it.</summary>
    public int WorkerOf(int slot) => (_held[slot] is null ? _allWorkers : _map).WorkerOf(slot);

    /// <summary>The worker that works on the slot's lanes; null if none does or the slot is being revoked.</summary>
    public int? RunnerOf(int slot) => _places[slot] is { Worker: not NoWorker, IsLeaving: false } place ? place.Worker : null;

    /// <summary>Number of slots that a worker works on.</summary>
    public int SlotsOf(int worker) => _counts[worker];

    /// <summary>Sets the complete list of slots that this supervisor holds.</summary>
    public IReadOnlyList<SlotOrder> Hold(IReadOnlyList<SlotAssignment> slots)
    {
        Array.Clear(_held);
        foreach (var slot in slots)
        {
            _held[slot.Slot] = slot;
        }

        return Settle();
    }

    /// <summary>A worker is ready: it gets its list, even an empty one.</summary>
    public IReadOnlyList<SlotOrder> Join(int worker)
    {
        _takesSlots[worker] = true;
        SetAvailable(worker, isAvailable: true);
        return Settle(joined: worker);
    }

    /// <summary>A worker drains: it gets no more slots, and its slots stay reserved until <see cref="GiveUpOn"/>.</summary>
    public IReadOnlyList<SlotOrder> Retire(int worker)
    {
        _takesSlots[worker] = false;
        return Settle();
    }

    /// <summary>A worker was absent for too long: the others take over its slots.</summary>
    public IReadOnlyList<SlotOrder> GiveUpOn(int worker)
    {
        SetAvailable(worker, isAvailable: false);
        return Settle();
    }

    /// <summary>A worker has ended: none of its runs is active.</summary>
    public IReadOnlyList<SlotOrder> RemoveDead(int worker)
    {
        _takesSlots[worker] = false;
        for (var slot = 0; slot < _places.Length; slot++)
        {
            if (_places[slot].Worker == worker)
            {
                _places[slot] = SlotPlace.Free;
            }
        }

        return Settle();
    }

    /// <summary>A worker has no active run outside the list of an epoch.</summary>
    public IReadOnlyList<SlotOrder> Release(int worker, ulong epoch)
    {
        for (var slot = 0; slot < _places.Length; slot++)
        {
            if (_places[slot] is { IsLeaving: true } place && place.Worker == worker && place.LeavingSince <= epoch)
            {
                _places[slot] = SlotPlace.Free;
            }
        }

        return Settle();
    }

    private void SetAvailable(int worker, bool isAvailable)
    {
        if (_isAvailable[worker] != isAvailable)
        {
            _isAvailable[worker] = isAvailable;
            int[] available = [.. Enumerable.Range(0, _isAvailable.Length).Where(number => _isAvailable[number])];

            // Without available workers the map is that of all: the first one to join gets its own share at once.
            _map = available.Length == 0 ? _allWorkers : new SlotMap(available);
        }
    }

    private List<SlotOrder> Settle(int joined = NoWorker)
    {
        var epoch = _epoch + 1;
        var changed = new bool[_takesSlots.Length];
        var hasNew = new bool[_takesSlots.Length];
        Array.Clear(_counts);
        for (var slot = 0; slot < _places.Length; slot++)
        {
            var place = _places[slot];
            var wanted = WantedFor(slot);
            if (place.Worker == NoWorker ? wanted != NoWorker : place.Worker == wanted && (place.IsLeaving || place.Fence != _held[slot]!.Value.Fence))
            {
                _places[slot] = new SlotPlace(wanted, _held[slot]!.Value.Fence, 0);
                changed[wanted] = true;
                hasNew[wanted] = true;
            }
            else if (place.Worker != wanted && !place.IsLeaving)
            {
                _places[slot] = place with { LeavingSince = epoch };
                changed[place.Worker] = true;
            }

            if (RunnerOf(slot) is { } runner)
            {
                _counts[runner]++;
            }
        }

        List<SlotOrder> orders = [];
        for (var worker = 0; worker < changed.Length; worker++)
        {
            if (changed[worker] || worker == joined)
            {
                _epoch = epoch;
                orders.Add(new SlotOrder(worker, new AssignSlots(epoch, ListOf(worker)), hasNew[worker]));
            }
        }

        return orders;
    }

    private int WantedFor(int slot) =>
        _held[slot] is not null && _map.WorkerOf(slot) is var worker && _takesSlots[worker] ? worker : NoWorker;

    private List<SlotAssignment> ListOf(int worker)
    {
        List<SlotAssignment> slots = [];
        for (var slot = 0; slot < _places.Length; slot++)
        {
            if (_places[slot] is { IsLeaving: false } place && place.Worker == worker)
            {
                slots.Add(new SlotAssignment(slot, place.Fence));
            }
        }

        return slots;
    }

    /// <summary>The worker that may be working on a slot.</summary>
    /// <param name="Worker">Its number, or <see cref="NoWorker"/>.</param>
    /// <param name="Fence">The fence that it was told.</param>
    /// <param name="LeavingSince">The epoch of the list that took the slot from it; 0 while it has it.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct SlotPlace(int Worker, long Fence, ulong LeavingSince)
    {
        public static readonly SlotPlace Free = new(NoWorker, 0, 0);

        public bool IsLeaving => LeavingSince != 0;
    }
}
