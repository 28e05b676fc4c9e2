using System.Text;
using System.Text.Json;

namespace TemplateWorker.Storage;

/// <summary>
/// Why a text is not JSON, in words of this program: the texts of the JSON reader name its own options and types. Pure.
/// </summary>
/// <param name="Message">A sentence without its full stop, and without the place.</param>
/// <param name="Offset">The byte at fault, from 0; the length of the text when it ends too early.</param>
public readonly record struct JsonFault(string Message, int Offset)
{
    /// <summary>Describes the fault that the JSON reader found.</summary>
    /// <param name="utf8">The whole text that was read.</param>
    /// <param name="exception">What the reader threw; it allowed neither comments nor trailing commas.</param>
    public static JsonFault Of(ReadOnlySpan<byte> utf8, JsonException exception)
    {
        var offset = OffsetOf(utf8, exception);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException syntax) when (OffsetOf(utf8, syntax) == offset)
        {
            return new JsonFault(Describe(utf8, offset, IsBehindTheValue(reader)), offset);
        }
        catch (JsonException)
        {
            // The first reader stopped earlier, so it stopped for the depth.
        }

        return new JsonFault("The value nests too deep", offset);
    }

    private static bool IsBehindTheValue(Utf8JsonReader reader) =>
        reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.None or JsonTokenType.StartArray or JsonTokenType.StartObject);

    private static string Describe(ReadOnlySpan<byte> utf8, int offset, bool isBehindTheValue)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            return "The text begins with a byte order mark (the bytes EF BB BF); JSON is sent without one";
        }

        if (offset >= utf8.Length)
        {
            return utf8.Trim(" \t\r\n"u8).IsEmpty
                ? "The text is empty; a JSON value is expected"
                : "The text ends before the JSON value does";
        }

        if (isBehindTheValue)
        {
            return "Something follows the JSON value; one value is expected";
        }

        var before = utf8[..offset].TrimEnd(" \t\r\n"u8);
        return utf8[offset] switch
        {
            (byte)']' or (byte)'}' when before.EndsWith(","u8) => $"A comma precedes '{(char)utf8[offset]}'",
            (byte)'/' => "'/' is unexpected; JSON has no comments",
            _ => $"{Shown(utf8[offset..])} is unexpected",
        };
    }

    private static string Shown(ReadOnlySpan<byte> utf8)
    {
        Rune.DecodeFromUtf8(utf8, out var rune, out _);
        return rune.Value > ' ' && !Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune) ? $"'{rune}'" : $"The character U+{rune.Value:X4}";
    }

    private static int OffsetOf(ReadOnlySpan<byte> utf8, JsonException exception)
    {
        var lineStart = 0;
        for (var line = 0; line < exception.LineNumber; line++)
        {
            lineStart += utf8[lineStart..].IndexOf((byte)'\n') + 1;
        }

        return Math.Min(lineStart + (int)(exception.BytePositionInLine ?? 0), utf8.Length);
    }
}
