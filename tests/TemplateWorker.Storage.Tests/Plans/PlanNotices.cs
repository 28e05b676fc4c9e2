using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>Finds the notices with plans in what a server sends: messages of a type, a length and a body.</summary>
internal sealed class PlanNotices(ConcurrentQueue<string> plans)
{
    private const int HeadLength = 5;
    private const byte Notice = (byte)'N';
    private const byte MessageField = (byte)'M';
    private const string PlanMark = "plan:\n";

    private readonly List<byte> _open = [];

    public void Read(ReadOnlyMemory<byte> bytes)
    {
        _open.AddRange(bytes.Span);
        var all = CollectionsMarshal.AsSpan(_open);
        var at = 0;
        while (all.Length - at >= HeadLength && 1 + BinaryPrimitives.ReadInt32BigEndian(all[(at + 1)..]) is var length && all.Length - at >= length)
        {
            if (all[at] == Notice)
            {
                ReadNotice(all[(at + HeadLength)..(at + length)]);
            }

            at += length;
        }

        _open.RemoveRange(0, at);
    }

    private void ReadNotice(ReadOnlySpan<byte> fields)
    {
        while (fields.Length > 1 && fields[0] != 0)
        {
            var end = fields.IndexOf((byte)0);
            if (fields[0] == MessageField && Encoding.UTF8.GetString(fields[1..end]) is var text
                && text.IndexOf(PlanMark, StringComparison.Ordinal) is > 0 and var mark)
            {
                plans.Enqueue(text[(mark + PlanMark.Length)..]);
            }

            fields = fields[(end + 1)..];
        }
    }
}
