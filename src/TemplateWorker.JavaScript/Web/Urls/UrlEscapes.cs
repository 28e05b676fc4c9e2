using System.Buffers;
using System.Text;

namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>Percent-encoding by the sets of the URL standard.</summary>
internal static class UrlEscapes
{
    private const string Printable = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    /// <summary>Each set is what stays as it is.</summary>
    public static readonly SearchValues<char> Control = SearchValues.Create(Printable);
    public static readonly SearchValues<char> Fragment = AllBut(" \"<>`");
    public static readonly SearchValues<char> Query = AllBut(" \"#<>");
    public static readonly SearchValues<char> SpecialQuery = AllBut(" \"#<>'");
    public static readonly SearchValues<char> Path = AllBut(" \"#<>?^`{}");
    public static readonly SearchValues<char> UserInfo = AllBut(" \"#<>?^`{}/:;=@[\\]|");
    public static readonly SearchValues<char> Form = SearchValues.Create("*-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    public static string Encode(ReadOnlySpan<char> text, SearchValues<char> kept)
    {
        if (!text.ContainsAnyExcept(kept))
        {
            return text.ToString();
        }

        var encoded = new StringBuilder(text.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && kept.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (var one in bytes[..rune.EncodeToUtf8(bytes)])
            {
                encoded.Append('%').Append(Hex(one >> 4)).Append(Hex(one & 15));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes to text; what is no UTF-8 becomes U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<char> text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var length = 0;
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] == '%' && index + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[index + 1]) && char.IsAsciiHexDigit((char)bytes[index + 2]))
            {
                bytes[length++] = (byte)((Value(bytes[index + 1]) << 4) | Value(bytes[index + 2]));
                index += 2;
            }
            else
            {
                bytes[length++] = bytes[index];
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static int Value(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static char Hex(int digit) => "0123456789ABCDEF"[digit];

    private static SearchValues<char> AllBut(string encoded) =>
        SearchValues.Create(Printable.Where(character => !encoded.Contains(character, StringComparison.Ordinal)).ToArray());
}
