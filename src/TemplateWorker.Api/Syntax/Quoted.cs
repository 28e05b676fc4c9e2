using System.Globalization;
using System.Text;

namespace TemplateWorker.Api.Syntax;

/// <summary>Shows a text from outside in a message: on one line, without control characters, cut to a length.</summary>
internal static class Quoted
{
    private const int MaxCharacters = 60;

    /// <summary>The text in single quotes.</summary>
    public static string Text(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes().Take(MaxCharacters))
        {
            var hidden = Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            _ = hidden ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}") : quoted.Append(rune.ToString());
        }

        return quoted.Append(text.Length > MaxCharacters ? "…'" : "'").ToString();
    }
}
