using System.Runtime.InteropServices;
using System.Text;

namespace TemplateWorker.Api.Problems;

/// <summary>A place in a JSON body.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters (code points).</param>
/// <param name="Byte">From 0, in the whole body.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonPosition(int Line, int Column, int Byte)
{
    /// <summary>Where a byte of a body is; a place behind the end is the end.</summary>
    public static JsonPosition Of(ReadOnlySpan<byte> body, int offset)
    {
        var before = body[..Math.Min(offset, body.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new JsonPosition(before.Count((byte)'\n') + 1, CodePoints(before[lineStart..]) + 1, before.Length);
    }

    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out _, out var consumed);
            utf8 = utf8[consumed..];
            count++;
        }

        return count;
    }
}
