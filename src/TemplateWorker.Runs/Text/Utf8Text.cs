using System.Text;

namespace TemplateWorker.Runs.Text;

/// <summary>Limits texts by their bytes of UTF-8.</summary>
internal static class Utf8Text
{
    private const string Ellipsis = "…";

    /// <summary>The text, or as many characters as fit, followed by an ellipsis.</summary>
    public static string Cut(string text, int maxBytes)
    {
        if (text.Length <= maxBytes / 3 || Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetByteCount(Ellipsis);
        var characters = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            characters += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, characters), Ellipsis);
    }
}
