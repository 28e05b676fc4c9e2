using System.Globalization;
using System.Runtime.InteropServices;
using NpgsqlTypes;

namespace TemplateWorker.Storage;

/// <summary>
/// Where a row's present version lies in its table (its <c>ctid</c>). A hint: who looks there finds it without walking over
/// older versions, of which a long transaction elsewhere may keep thousands; a reader that does not find it there looks it up by key.
/// </summary>
/// <param name="Block">The page.</param>
/// <param name="Offset">The place in it, from 1; 0 when it is not known.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RowPlace(uint Block, ushort Offset)
{
    /// <summary>Whether it says anything.</summary>
    public bool IsKnown => Offset != 0;

    /// <summary>As PostgreSQL writes it, since the driver has no arrays of the type; null when it is not known.</summary>
    internal string? Text => IsKnown ? string.Create(CultureInfo.InvariantCulture, $"({Block},{Offset})") : null;

    internal static RowPlace Of(NpgsqlTid tid) => new(tid.BlockNumber, tid.OffsetNumber);

    /// <summary>Reads what PostgreSQL writes: <c>(block,offset)</c>.</summary>
    internal static RowPlace Parse(ReadOnlySpan<char> text)
    {
        var comma = text.IndexOf(',');
        return new RowPlace(
            uint.Parse(text[1..comma], NumberStyles.None, CultureInfo.InvariantCulture),
            ushort.Parse(text[(comma + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
