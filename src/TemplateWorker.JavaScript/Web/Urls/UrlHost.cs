using System.Buffers;
using System.Globalization;

namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>The host of a URL: a name, an address, or any text for schemes that are not special.</summary>
internal static class UrlHost
{
    // Names of DNS have 253 characters; what the mapping of such a text would cost has a bound.
    private const int MaxForeignLength = 4096;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\0\t\n\r #/:<>?@[\\]^|");
    private static readonly SearchValues<char> ForbiddenInNames = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), .. " #/:<>?@[\\]^|%\u007f"]);

    /// <returns>As it is written in a URL; null when it is no host.</returns>
    public static string? Parse(string text, bool isSpecial)
    {
        if (text.StartsWith('['))
        {
            return text.EndsWith(']') && Ipv6Address.Parse(text.AsSpan(1, text.Length - 2)) is { } address ? $"[{address}]" : null;
        }

        if (!isSpecial)
        {
            return text.AsSpan().ContainsAny(Forbidden) ? null : UrlEscapes.Encode(text, UrlEscapes.Control);
        }

        return ToAscii(UrlEscapes.Decode(text)) is not { Length: > 0 } name || name.AsSpan().ContainsAny(ForbiddenInNames) ? null
            : Ipv4Number.EndsHost(name) ? Ipv4Number.Parse(name)
            : name;
    }

    private static string? ToAscii(string name)
    {
        if (System.Text.Ascii.IsValid(name) && !name.Contains("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return name.ToLowerInvariant();
        }

        if (name.Length > MaxForeignLength)
        {
            return null;
        }

        var labels = name.Replace('\u3002', '.').Replace('\uff0e', '.').Replace('\uff61', '.').Split('.');
        for (var index = 0; index < labels.Length; index++)
        {
            if (LabelToAscii(labels[index]) is not { } label)
            {
                return null;
            }

            labels[index] = label;
        }

        return string.Join('.', labels);
    }

    private static string? LabelToAscii(string label)
    {
        var isEncoded = label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase);
        if (System.Text.Ascii.IsValid(label) && !isEncoded)
        {
            return label.ToLowerInvariant();
        }

        try
        {
            var mapping = new IdnMapping { AllowUnassigned = true };
            var ascii = mapping.GetAscii(label).ToLowerInvariant();

            // What is encoded must be what its text is encoded to.
            return !isEncoded || mapping.GetAscii(mapping.GetUnicode(ascii)).Equals(ascii, StringComparison.OrdinalIgnoreCase) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
