namespace TemplateWorker.JavaScript.Conventions;

/// <summary>The start of a text, for a message.</summary>
internal static class Excerpt
{
    /// <summary>The text, or its start with an ellipsis when it is longer than <paramref name="length"/>. It never ends inside a character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">In UTF-16 code units, at least 2.</param>
    public static string Of(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var kept = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, kept), "…");
    }
}
