using System.Runtime.InteropServices;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Links;

namespace TemplateWorker.Supervision.Slots;

/// <summary>
/// Divides the slots that this supervisor holds among its workers, so that no two of them work on one slot at a time: a
/// slot goes to its next worker when the one before has said that it is done with it, or is dead. Decides only; it has no
/// clock and sends nothing. Not thread-safe.
/// </summary>
/// <remarks>Every change returns what the workers are to be told because of it, in an order that may be sent as it is.</remarks>
internal sealed class SlotDivision
{
    private const int Nobody = -1;

    private readonly SlotAssignment?[] _held = new SlotAssignment?[TenantId.SlotCount];
    private readonly SlotPlace[] _places = new SlotPlace[TenantId.SlotCount];
    private readonly int[] _counts;
    private readonly bool[] _isAvailable;
    private readonly bool[] _takesSlots;
    private readonly SlotMap _everybody;
    private SlotMap _map;
    private ulong _epoch;

    /// <param name="workers">How many there are. All count as available at first, though none takes slots yet.</param>
    public SlotDivision(int workers)
    {
        _counts = new int[workers];
        _isAvailable = new bool[workers];
        _takesSlots = new bool[workers];
        _everybody = new SlotMap(workers);
        _map = _everybody;
        Array.Fill(_isAvailable, true);
        Array.Fill(_places, SlotPlace.Free);
    }

    /// <summary>Whether some worker may still work on a slot that is not held any more.</summary>
    public bool HasStrays
    {
        get
        {
            for (var slot = 0; slot < _places.Length; slot++)
            {
                if (_held[slot] is null && _places[slot].Worker != Nobody)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether this supervisor has the slot.</summary>
    public bool Holds(int slot) => _held[slot] is not null;

    /// <summary>Where calls of the slot's tenants go: to the worker that has the slot or is to get it.</summary>
    public int WorkerOf(int slot) => (_held[slot] is null ? _everybody : _map).WorkerOf(slot);

    /// <summary>The worker that works on the slot's lanes now; null when none does, or it is giving the slot up.</summary>
    public int? RunnerOf(int slot) => _places[slot] is { Worker: not Nobody, IsLeaving: false } place ? place.Worker : null;

    /// <summary>How many slots a worker works on.</summary>
    public int SlotsOf(int worker) => _counts[worker];

    /// <summary>These are all the slots that this supervisor has.</summary>
    public IReadOnlyList<SlotOrder> Hold(IReadOnlyList<SlotAssignment> slots)
    {
        Array.Clear(_held);
        foreach (var slot in slots)
        {
            _held[slot.Slot] = slot;
        }

        return Settle();
    }

    /// <summary>A worker is ready: it gets its list, even if that is empty.</summary>
    public IReadOnlyList<SlotOrder> Join(int worker)
    {
        _takesSlots[worker] = true;
        SetAvailable(worker, isAvailable: true);
        return Settle(joined: worker);
    }

    /// <summary>A worker is asked to finish: it takes nothing new, and keeps a claim on its slots while it is not away for long.</summary>
    public IReadOnlyList<SlotOrder> Retire(int worker)
    {
        _takesSlots[worker] = false;
        return Settle();
    }

    /// <summary>A worker has been away for so long that the others take its slots over.</summary>
    public IReadOnlyList<SlotOrder> GiveUpOn(int worker)
    {
        SetAvailable(worker, isAvailable: false);
        return Settle();
    }

    /// <summary>A worker is dead: nothing of it runs any more.</summary>
    public IReadOnlyList<SlotOrder> Bury(int worker)
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

    /// <summary>A worker says that nothing runs any more outside the list of an epoch.</summary>
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

            // With nobody there it is as good as everybody: who comes first gets its own share and waits for no one.
            _map = available.Length == 0 ? _everybody : new SlotMap(available);
        }
    }

    private List<SlotOrder> Settle(int joined = Nobody)
    {
        var epoch = _epoch + 1;
        var changed = new bool[_takesSlots.Length];
        var hasNew = new bool[_takesSlots.Length];
        Array.Clear(_counts);
        for (var slot = 0; slot < _places.Length; slot++)
        {
            var place = _places[slot];
            var wanted = WantedFor(slot);
            if (place.Worker == Nobody ? wanted != Nobody : place.Worker == wanted && (place.IsLeaving || place.Fence != _held[slot]!.Value.Fence))
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
        _held[slot] is not null && _map.WorkerOf(slot) is var worker && _takesSlots[worker] ? worker : Nobody;

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
    /// <param name="Worker">Its number, or <see cref="Nobody"/>.</param>
    /// <param name="Fence">The fence that it was told.</param>
    /// <param name="LeavingSince">The epoch of the list that took the slot from it; 0 while it has it.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct SlotPlace(int Worker, long Fence, ulong LeavingSince)
    {
        public static readonly SlotPlace Free = new(Nobody, 0, 0);

        public bool IsLeaving => LeavingSince != 0;
    }
}
