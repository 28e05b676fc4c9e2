using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TemplateWorker.Api.Bodies;

/// <summary>
/// Whether a JSON value can be stored: PostgreSQL's <c>jsonb</c> holds neither the character U+0000 nor half of a surrogate
/// pair (https://www.postgresql.org/docs/current/datatype-json.html, "JSON Types").
/// </summary>
internal static class StorableJson
{
    private const int HexDigits = 4;

    /// <summary>Reads a whole text that is one value.</summary>
    /// <exception cref="BadJsonException">It cannot be stored.</exception>
    /// <exception cref="JsonException">It is not JSON, or nests too deep.</exception>
    public static void Require(ReadOnlySpan<byte> utf8)
    {
        JsonBodyReader.RequireUtf8(utf8);
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonBodyReader.MaxValueDepth });
        while (json.Read())
        {
            if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && json.ValueIsEscaped)
            {
                // The token starts at its quotation mark.
                RequireCharacters(json.ValueSpan, (int)json.TokenStartIndex + 1);
            }
        }
    }

    private static void RequireCharacters(ReadOnlySpan<byte> escaped, int offset)
    {
        var at = 0;
        while (escaped[at..].IndexOf((byte)'\\') is var next and >= 0)
        {
            at += next;
            if (escaped[at + 1] != 'u')
            {
                at += 2;
                continue;
            }

            var unit = Unit(escaped[at..]);
            if (unit == 0)
            {
                throw new BadJsonException("The character U+0000 cannot be stored.", offset + at);
            }

            var isPair = char.IsHighSurrogate(unit) && IsLowSurrogate(escaped[(at + 2 + HexDigits)..]);
            if (char.IsSurrogate(unit) && !isPair)
            {
                throw new BadJsonException("Half of a surrogate pair cannot be stored.", offset + at);
            }

            at += (isPair ? 2 : 1) * (2 + HexDigits);
        }
    }

    private static bool IsLowSurrogate(ReadOnlySpan<byte> escaped) =>
        escaped.Length >= 2 + HexDigits && escaped[0] == '\\' && escaped[1] == 'u' && char.IsLowSurrogate(Unit(escaped));

    private static char Unit(ReadOnlySpan<byte> escape)
    {
        Span<char> digits = stackalloc char[HexDigits];
        Encoding.ASCII.GetChars(escape.Slice(2, HexDigits), digits);
        return (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
