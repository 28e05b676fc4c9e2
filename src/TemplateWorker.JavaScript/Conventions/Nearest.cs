namespace TemplateWorker.JavaScript.Conventions;

/// <summary>Which name was meant.</summary>
internal static class Nearest
{
    private const int MaxLength = 64;
    private const int ShortestStart = 3;

    /// <returns>The known name that differs least from the given one; null when none is near.</returns>
    public static string? Of(string given, IEnumerable<string> known)
    {
        if (given.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? nearest = null;
        var least = int.MaxValue;
        foreach (var name in known.Where(name => name.Length <= MaxLength))
        {
            var distance = Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < least && distance <= Math.Max(1, Math.Max(given.Length, name.Length) / 3))
            {
                (nearest, least) = (name, distance);
            }
        }

        // The start of a name, as in incr.
        return nearest ?? (given.Length < ShortestStart ? null
            : known.FirstOrDefault(name => name.StartsWith(given, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>How many characters differ, are too many, too few, or in the other order.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var changed = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(changed, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }
}
