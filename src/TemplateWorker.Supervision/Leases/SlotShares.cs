using System.Buffers.Binary;

namespace TemplateWorker.Supervision.Leases;

/// <summary>
/// Maps slots to live supervisors by rendezvous hashing: adding or removing a supervisor moves only its share. Pure: all
/// supervisors that see the same live ones decide the same.
/// </summary>
internal static class SlotShares
{
    /// <summary>The share of <paramref name="supervisor"/>.</summary>
    /// <param name="supervisor">The supervisor whose share is asked for.</param>
    /// <param name="others">The other live supervisors.</param>
    public static HashSet<int> Of(Guid supervisor, IEnumerable<Guid> others)
    {
        var mine = Seed(supervisor);
        var theirs = others.Select(other => (Id: other, Seed: Seed(other))).ToArray();
        var slots = new HashSet<int>();
        for (var slot = 0; slot < TenantId.SlotCount; slot++)
        {
            var weight = Weigh(mine, slot);
            if (theirs.All(other => weight > Weigh(other.Seed, slot) || (weight == Weigh(other.Seed, slot) && supervisor.CompareTo(other.Id) > 0)))
            {
                slots.Add(slot);
            }
        }

        return slots;
    }

    private static ulong Seed(Guid supervisor)
    {
        Span<byte> bytes = stackalloc byte[16];
        supervisor.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
    }

    /// <summary>SplitMix64's finaliser.</summary>
    private static ulong Weigh(ulong seed, int slot)
    {
        var x = seed + ((ulong)(slot + 1) * 0x9E3779B97F4A7C15);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
