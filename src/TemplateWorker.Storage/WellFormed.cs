namespace TemplateWorker.Storage;

/// <summary>Tells text that has a form in UTF-8 from text that has not.</summary>
internal static class WellFormed
{
    /// <summary>Whether no surrogate stands without its other half. Nearly free for text without surrogates.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var start = text.IndexOfAnyInRange('\ud800', '\udfff');
            if (start < 0)
            {
                return true;
            }

            if (start + 1 == text.Length || !char.IsSurrogatePair(text[start], text[start + 1]))
            {
                return false;
            }

            text = text[(start + 2)..];
        }
    }
}
