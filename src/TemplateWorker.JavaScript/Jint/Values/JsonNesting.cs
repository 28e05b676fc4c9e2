namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>How deep JSON text is, found without recursion.</summary>
internal static class JsonNesting
{
    /// <summary>Whether arrays and objects are nested deeper than <paramref name="levels"/>. The text need not be valid.</summary>
    public static bool IsDeeperThan(ReadOnlySpan<char> json, int levels)
    {
        var depth = 0;
        while (json.IndexOfAny("[{]}\"") is var index and >= 0)
        {
            var found = json[index];
            json = json[(index + 1)..];
            switch (found)
            {
                case '[' or '{' when ++depth > levels:
                    return true;
                case ']' or '}':
                    depth--;
                    break;
                case '"':
                    json = AfterText(json);
                    break;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> AfterText(ReadOnlySpan<char> json)
    {
        while (json.IndexOfAny('"', '\\') is var index and >= 0)
        {
            if (json[index] == '"')
            {
                return json[(index + 1)..];
            }

            json = json[Math.Min(index + 2, json.Length)..];
        }

        return default;
    }
}
