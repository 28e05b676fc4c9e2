using System.Globalization;

namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>Addresses of IPv4 in all spellings of the URL standard: <c>0x7f.1</c> is <c>127.0.0.1</c>.</summary>
internal static class Ipv4Number
{
    // Larger than every address; what is larger still counts as this.
    private const ulong TooLarge = 1UL << 40;

    /// <summary>Whether a host is an address, well-formed or not, rather than a name.</summary>
    public static bool EndsHost(string host)
    {
        var parts = host.Split('.');
        var last = parts[^1];
        if (last.Length == 0)
        {
            if (parts.Length == 1)
            {
                return false;
            }

            last = parts[^2];
        }

        return (last.Length > 0 && last.All(char.IsAsciiDigit)) || ParseNumber(last) is not null;
    }

    /// <returns>The address with four numbers; null when the text is not such an address.</returns>
    public static string? Parse(string host)
    {
        var parts = host.Split('.').ToList();
        if (parts.Count > 1 && parts[^1].Length == 0)
        {
            parts.RemoveAt(parts.Count - 1);
        }

        if (parts.Count > 4)
        {
            return null;
        }

        ulong address = 0;
        for (var index = 0; index < parts.Count; index++)
        {
            if (ParseNumber(parts[index]) is not { } number)
            {
                return null;
            }

            var isLast = index == parts.Count - 1;
            if (number >= (isLast ? 1UL << (8 * (5 - parts.Count)) : 256))
            {
                return null;
            }

            address += isLast ? number : number << (8 * (3 - index));
        }

        return Write(address);
    }

    public static string Write(ulong address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");

    private static ulong? ParseNumber(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        uint radix = 10;
        if (text.Length >= 2 && text[0] == '0')
        {
            radix = text[1] is 'x' or 'X' ? 16u : 8u;
            text = text[(radix == 16 ? 2 : 1)..];
        }

        ulong number = 0;
        foreach (var digit in text)
        {
            var value = char.IsAsciiHexDigit(digit) ? (uint)Convert.ToInt32(digit.ToString(), 16) : uint.MaxValue;
            if (value >= radix)
            {
                return null;
            }

            number = Math.Min((number * radix) + value, TooLarge);
        }

        return number;
    }
}
