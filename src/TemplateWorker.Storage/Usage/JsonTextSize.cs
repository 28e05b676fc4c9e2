using System.Text;

namespace TemplateWorker.Storage.Usage;

/// <summary>Computes how long the database makes a JSON text, without asking it.</summary>
internal static class JsonTextSize
{
    /// <summary>Longer texts are left to the database: writing them costs much more than measuring them.</summary>
    public const int MaxLength = 64 << 10;

    /// <summary>
    /// The bytes of a <c>jsonb</c> value as text; null when they are not known. The database puts a space after each comma and colon, writes a
    /// number with an exponent in full, and replaces escapes that need not be.
    /// </summary>
    public static int? InDatabase(string json)
    {
        if (json.Length > MaxLength)
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetByteCount(json);
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case '"':
                    i = EndOfString(json, i + 1);
                    if (i < 0)
                    {
                        return null;
                    }

                    break;
                case ',' or ':':
                    if (i + 1 < json.Length && json[i + 1] == ' ')
                    {
                        i++;
                    }
                    else
                    {
                        bytes++;
                    }

                    break;
                case 'e' or 'E' when i > 0 && char.IsAsciiDigit(json[i - 1]):
                case ' ' or '\t' or '\r' or '\n':
                    return null;
            }
        }

        return bytes;
    }

    /// <returns>Where the quote is; negative without one, or with an escape that the database may replace.</returns>
    private static int EndOfString(string json, int start)
    {
        while (true)
        {
            var found = json.AsSpan(start).IndexOfAny('"', '\\');
            if (found < 0)
            {
                return -1;
            }

            var at = start + found;
            if (json[at] == '"')
            {
                return at;
            }

            if (at + 1 == json.Length || json[at + 1] is 'u' or '/')
            {
                return -1;
            }

            start = at + 2;
        }
    }
}
