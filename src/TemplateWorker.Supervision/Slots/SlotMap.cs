namespace TemplateWorker.Supervision.Slots;

/// <summary>
/// Maps slots to workers by rendezvous hashing: adding or removing a worker moves only its share of the slots.
/// Immutable and pure.
/// </summary>
internal sealed class SlotMap
{
    private readonly int[] _workerOfSlot = new int[TenantId.SlotCount];

    /// <param name="workers">How many workers there are, at least 1; they are numbered from 0.</param>
    public SlotMap(int workers)
        : this([.. Enumerable.Range(0, workers)])
    {
    }

    /// <param name="workers">The numbers of the workers that share the slots, at least one.</param>
    public SlotMap(IReadOnlyList<int> workers)
    {
        ArgumentOutOfRangeException.ThrowIfZero(workers.Count, nameof(workers));
        for (var slot = 0; slot < _workerOfSlot.Length; slot++)
        {
            _workerOfSlot[slot] = workers.MaxBy(worker => Weigh(slot, worker));
        }
    }

    /// <summary>The worker that runs everything of the tenant.</summary>
    public int WorkerOf(TenantId tenant) => _workerOfSlot[tenant.Slot];

    /// <summary>The worker that has a slot.</summary>
    public int WorkerOf(int slot) => _workerOfSlot[slot];

    /// <summary>SplitMix64's finaliser over slot and worker; the same on every machine.</summary>
    private static ulong Weigh(int slot, int worker)
    {
        var x = ((ulong)(uint)slot << 32) | (uint)worker;
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
