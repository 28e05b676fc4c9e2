using System.Text;

namespace TemplateWorker.JavaScript.Web;

/// <summary>Bytes as text, by the rules of the web.</summary>
internal static class ByteText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The text; null when the bytes are not UTF-8 and must be.</returns>
    public static string? DecodeStrictly(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>As <c>atob</c> does: white space is skipped, the padding may be missing.</summary>
    public static string? FromBase64(string text)
    {
        var kept = new char[text.Length + 2];
        var length = 0;
        foreach (var character in text)
        {
            if (character is not (' ' or '\t' or '\n' or '\f' or '\r'))
            {
                kept[length++] = character;
            }
        }

        if (length % 4 == 0 && length > 0 && kept[length - 1] == '=')
        {
            length -= kept[length - 2] == '=' ? 2 : 1;
        }

        if (length % 4 == 1 || kept.AsSpan(0, length).Contains('='))
        {
            return null;
        }

        while (length % 4 != 0)
        {
            kept[length++] = '=';
        }

        var bytes = new byte[length / 4 * 3];
        return Decode(kept.AsSpan(0, length), bytes, out var written) ? Encoding.Latin1.GetString(bytes, 0, written) : null;
    }

    /// <summary>As <c>btoa</c> does.</summary>
    public static string? ToBase64(string text) =>
        text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') ? null : Convert.ToBase64String(Encoding.Latin1.GetBytes(text));

    /// <summary>The web ignores bits that are left over in the last character; .NET refuses them.</summary>
    private static bool Decode(Span<char> text, byte[] bytes, out int written)
    {
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var padding = text.IsEmpty || text[^1] != '=' ? 0 : text[^2] == '=' ? 2 : 1;
        if (padding > 0)
        {
            var last = text.Length - padding - 1;
            var value = Digits.IndexOf(text[last], StringComparison.Ordinal);
            text[last] = value < 0 ? '!' : Digits[value & (padding == 2 ? 0b110000 : 0b111100)];
        }

        return Convert.TryFromBase64Chars(text, bytes, out written);
    }
}
