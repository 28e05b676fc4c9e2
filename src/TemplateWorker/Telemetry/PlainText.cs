using System.Globalization;
using System.Text;

namespace TemplateWorker.Telemetry;

/// <summary>
/// Makes a text from a tenant harmless on a terminal: line breaks cannot forge a line, escape sequences cannot move the
/// cursor, direction marks cannot reorder what is read.
/// </summary>
internal static class PlainText
{
    /// <summary>The text on one line, with every control, format and line-separating character as an escape.</summary>
    public static string Escape(string text) => text.EnumerateRunes().Any(IsUnsafe) ? EscapeAll(text) : text;

    private static string EscapeAll(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                _ when !IsUnsafe(rune) => escaped.Append(rune.ToString()),
                <= 0xFFFF => escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => escaped.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        }

        return escaped.ToString();
    }

    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
