using System.Buffers.Binary;

namespace TemplateWorker.Ipc.Tests.Support;

/// <summary>Changes bytes as a hostile or broken peer might. The same seed gives the same changes.</summary>
internal sealed class ByteMutator(int seed)
{
    // Codes that a length follows, and lengths at the edges.
    private static readonly byte[] Codes = [0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0x9f, 0x8f, 0xbf, 0xc1];
    private static readonly uint[] Lengths = [0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

    private readonly Random _random = new(seed);

    public byte[] Change(IReadOnlyList<byte[]> originals)
    {
        var bytes = originals[_random.Next(originals.Count)].ToList();
        for (var left = _random.Next(1, 4); left > 0; left--)
        {
            ChangeOnce(bytes, originals);
        }

        return [.. bytes];
    }

    private void ChangeOnce(List<byte> bytes, IReadOnlyList<byte[]> originals)
    {
        var at = _random.Next(bytes.Count + 1);
        switch (_random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(_random.Next(8), bytes.Count - at));
                break;
            case 3:
                bytes.InsertRange(at, originals[_random.Next(originals.Count)].Take(_random.Next(32)));
                break;
            case 4:
                bytes.Insert(at, Codes[_random.Next(Codes.Length)]);
                break;
            default:
                var length = new byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32BigEndian(length, Lengths[_random.Next(Lengths.Length)]);
                bytes.RemoveRange(at, Math.Min(length.Length, bytes.Count - at));
                bytes.InsertRange(at, length.Prepend(Codes[_random.Next(Codes.Length)]));
                break;
        }
    }
}
