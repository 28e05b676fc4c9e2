namespace TemplateWorker.Storage;

/// <summary>Finds the known name that a mistyped one is closest to. Pure; comparison ignores case.</summary>
public static class NearestName
{
    // A longer text is no typing error, and the comparison is quadratic.
    private const int MaxTyped = 100;

    /// <summary>The candidate that takes the fewest edits, when that is at most a third of the typed name, else null.</summary>
    /// <param name="typed">The unknown name; one of more than 100 characters has no suggestion.</param>
    /// <param name="candidates">The known names; may be empty.</param>
    public static string? Find(string typed, IEnumerable<string> candidates)
    {
        if (typed.Length > MaxTyped)
        {
            return null;
        }

        var allowed = Math.Max(1, typed.Length / 3);
        var (best, distance) = candidates
            .Select(candidate => (candidate, Edits(typed, candidate)))
            .DefaultIfEmpty((string.Empty, int.MaxValue))
            .MinBy(pair => pair.Item2);
        return distance <= allowed ? best : null;
    }

    /// <summary>The candidate that takes the fewest edits, however many.</summary>
    /// <param name="typed">The unknown name; its first 100 characters are compared.</param>
    /// <param name="candidates">The known names, at least one.</param>
    public static string Closest(string typed, IEnumerable<string> candidates)
    {
        var compared = typed.Length > MaxTyped ? typed[..MaxTyped] : typed;
        return candidates.MinBy(candidate => Edits(compared, candidate))!;
    }

    // Optimal string alignment: insert, delete, replace, or swap two neighbours; the case of letters does not count.
    private static int Edits(string typed, string candidate)
    {
        var rows = new int[typed.Length + 1, candidate.Length + 1];
        for (var i = 0; i <= typed.Length; i++)
        {
            for (var j = 0; j <= candidate.Length; j++)
            {
                rows[i, j] = (i, j) switch
                {
                    (_, 0) => i,
                    (0, _) => j,
                    _ => Math.Min(
                        Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1,
                        rows[i - 1, j - 1] + (Same(typed[i - 1], candidate[j - 1]) ? 0 : 1)),
                };
                if (i > 1 && j > 1 && Same(typed[i - 1], candidate[j - 2]) && Same(typed[i - 2], candidate[j - 1]))
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[typed.Length, candidate.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
