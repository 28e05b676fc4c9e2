using System.Buffers.Binary;

namespace TemplateWorker.Supervision.Leases;

/// <summary>
/// Which supervisor should have which slot: rendezvous hashing over those that live, so that one more or less moves only its
/// share. Pure: every supervisor that sees the same others decides the same.
/// </summary>
internal static class SlotShares
{
    /// <summary>The slots that should be <paramref name="supervisor"/>'s.</summary>
    /// <param name="supervisor">The one that asks; it lives.</param>
    /// <param name="others">The others that live.</param>
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
