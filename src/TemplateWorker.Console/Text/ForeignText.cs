using System.Globalization;
using System.Text;

namespace TemplateWorker.Console.Text;

/// <summary>
/// Makes a text that a tenant wrote fit to be looked at: what is invisible, or reorders what is around it, becomes a mark that can be read. What
/// is left is text; the pages encode it.
/// </summary>
internal static class ForeignText
{
    /// <summary>The parts of a text in order.</summary>
    /// <param name="text">What the tenant wrote.</param>
    /// <param name="most">Characters after which it is cut, at least 1.</param>
    public static IReadOnlyList<TextPart> Parts(string text, int most)
    {
        List<TextPart> parts = [];
        var plain = new StringBuilder();
        var index = 0;
        while (index < text.Length && index < most)
        {
            var isRune = Rune.TryGetRuneAt(text, index, out var rune);
            var value = isRune ? rune.Value : text[index];
            var length = isRune ? rune.Utf16SequenceLength : 1;
            if (isRune && !IsHidden(rune))
            {
                plain.Append(text, index, length);
            }
            else
            {
                Flush();
                parts.Add(new TextPart(string.Create(CultureInfo.InvariantCulture, $"U+{value:X4}"), TextPartKind.Mark));
            }

            index += length;
        }

        Flush();
        if (index < text.Length)
        {
            parts.Add(new TextPart(string.Create(CultureInfo.InvariantCulture, $"… {text.Length - index:N0} more characters"), TextPartKind.Cut));
        }

        return parts;

        void Flush()
        {
            if (plain.Length > 0)
            {
                parts.Add(new TextPart(plain.ToString(), TextPartKind.Plain));
                plain.Clear();
            }
        }
    }

    /// <summary>The same as one text, for titles and labels.</summary>
    public static string Plain(string text, int most) => string.Concat(Parts(text, most).Select(part => part.Text));

    // Format characters reorder (bidi controls), join, or show nothing, tag characters among them. Line and paragraph separators break lines in
    // browsers only sometimes. A joiner between emoji is shown too: telling it from one that hides is not worth it.
    private static bool IsHidden(Rune rune) => rune.Value is not ('\n' or '\t') && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
