using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace TemplateWorker.Storage.Addresses;

/// <summary>Undoes the percent-encoding of URLs, as libpq does: '+' is a plus, and bytes must be UTF-8 without zeros.</summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryDecode(string text, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        var bytes = new List<byte>(text.Length);
        for (var position = 0; position < text.Length; position++)
        {
            if (text[position] != '%')
            {
                var length = char.IsHighSurrogate(text[position]) && position + 1 < text.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(position, length)));
                position += length - 1;
                continue;
            }

            if (position + 2 >= text.Length
                || !byte.TryParse(text.AsSpan(position + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || value == 0)
            {
                return false;
            }

            bytes.Add(value);
            position += 2;
        }

        try
        {
            decoded = Strict.GetString([.. bytes]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
