namespace TemplateWorker.Runs.Text;

/// <summary>JavaScript strings may contain lone surrogates; PostgreSQL text cannot.</summary>
internal static class Utf16Text
{
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
