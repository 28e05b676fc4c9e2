using System.Buffers;
using System.Text;

namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>What PostgreSQL can hold as text, and how text becomes JSON.</summary>
internal static class StorableText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\', .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    private static readonly SearchValues<char> Doubtful = SearchValues.Create(['\0', .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    /// <summary>Why a text cannot be stored, as the rest of a sentence; null when it can. PostgreSQL would only say so at the commit.</summary>
    public static string? FindFault(ReadOnlySpan<char> text)
    {
        for (var start = text.IndexOfAny(Doubtful); start >= 0 && start < text.Length; start++)
        {
            if (text[start] == '\0')
            {
                return "holds the character U+0000, which cannot be stored";
            }

            if (char.IsHighSurrogate(text[start]) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1]))
            {
                start++;
            }
            else if (char.IsSurrogate(text[start]))
            {
                return "holds half of a surrogate pair, which cannot be stored";
            }
        }

        return null;
    }

    /// <summary>The text with U+FFFD in place of what cannot be stored; for text that must not fail.</summary>
    public static string Scrub(string text)
    {
        if (FindFault(text) is null)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return clean.ToString();
    }

    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2);
        AppendQuoted(quoted, text);
        return quoted.ToString();
    }

    /// <summary>Appends the text as a JSON string, as <c>JSON.stringify</c> writes it.</summary>
    public static void AppendQuoted(StringBuilder json, ReadOnlySpan<char> text)
    {
        json.Append('"');
        for (var special = text.IndexOfAny(Escaped); special >= 0; special = text.IndexOfAny(Escaped))
        {
            json.Append(text[..special]);
            var length = 1;
            if (special + 1 < text.Length && char.IsSurrogatePair(text[special], text[special + 1]))
            {
                length = 2;
                json.Append(text.Slice(special, length));
            }
            else
            {
                AppendEscape(json, text[special]);
            }

            text = text[(special + length)..];
        }

        json.Append(text).Append('"');
    }

    private static void AppendEscape(StringBuilder json, char unit)
    {
        switch (unit)
        {
            case '"':
                json.Append("\\\"");
                break;
            case '\\':
                json.Append("\\\\");
                break;
            case '\b':
                json.Append("\\b");
                break;
            case '\t':
                json.Append("\\t");
                break;
            case '\n':
                json.Append("\\n");
                break;
            case '\f':
                json.Append("\\f");
                break;
            case '\r':
                json.Append("\\r");
                break;
            default:
                json.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
                break;
        }
    }
}
