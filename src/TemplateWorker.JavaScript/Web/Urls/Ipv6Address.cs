using System.Globalization;
using System.Text;

namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>Addresses of IPv6 between brackets.</summary>
internal static class Ipv6Address
{
    private const int Pieces = 8;

    /// <returns>The address in its shortest form, without brackets; null when the text is not such an address.</returns>
    public static string? Parse(ReadOnlySpan<char> text)
    {
        Span<ushort> pieces = stackalloc ushort[Pieces];
        pieces.Clear();
        var at = 0;
        var piece = 0;
        var compressAt = -1;
        if (text.StartsWith(":"))
        {
            if (!text.StartsWith("::"))
            {
                return null;
            }

            at = 2;
            compressAt = ++piece;
        }

        while (at < text.Length)
        {
            if (piece == Pieces)
            {
                return null;
            }

            if (text[at] == ':')
            {
                if (compressAt >= 0)
                {
                    return null;
                }

                at++;
                compressAt = ++piece;
                continue;
            }

            var start = at;
            var value = 0;
            while (at < text.Length && at - start < 4 && char.IsAsciiHexDigit(text[at]))
            {
                value = (value * 16) + Convert.ToInt32(text[at++].ToString(), 16);
            }

            if (at < text.Length && text[at] == '.')
            {
                if (at == start || piece > Pieces - 2 || ParseDotted(text[start..]) is not { } address)
                {
                    return null;
                }

                pieces[piece++] = (ushort)(address >> 16);
                pieces[piece++] = (ushort)address;
                break;
            }

            if (at < text.Length && (text[at] != ':' || ++at == text.Length))
            {
                return null;
            }

            pieces[piece++] = (ushort)value;
        }

        return compressAt < 0 && piece != Pieces ? null : Write(Expand(pieces, piece, compressAt));
    }

    private static Span<ushort> Expand(Span<ushort> pieces, int count, int compressAt)
    {
        if (compressAt >= 0)
        {
            var moved = count - compressAt;
            pieces.Slice(compressAt, moved).ToArray().CopyTo(pieces[(Pieces - moved)..]);
            pieces[compressAt..(Pieces - moved)].Clear();
        }

        return pieces;
    }

    /// <summary>Four decimal numbers without leading zeros, at the end of the address.</summary>
    private static uint? ParseDotted(ReadOnlySpan<char> text)
    {
        uint address = 0;
        var numbers = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++numbers > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            address = (address << 8) | number;
        }

        return numbers == 4 ? address : null;
    }

    private static string Write(ReadOnlySpan<ushort> pieces)
    {
        var (longest, length) = (-1, 1);
        for (var start = 0; start < Pieces; start++)
        {
            var end = start;
            while (end < Pieces && pieces[end] == 0)
            {
                end++;
            }

            if (end - start > length)
            {
                (longest, length) = (start, end - start);
            }

            start = Math.Max(start, end - 1);
        }

        var text = new StringBuilder();
        for (var index = 0; index < Pieces; index++)
        {
            if (index == longest)
            {
                text.Append(index == 0 ? "::" : ":");
                index += length - 1;
                continue;
            }

            text.Append(pieces[index].ToString("x", CultureInfo.InvariantCulture)).Append(index < Pieces - 1 ? ":" : "");
        }

        return text.ToString();
    }
}
