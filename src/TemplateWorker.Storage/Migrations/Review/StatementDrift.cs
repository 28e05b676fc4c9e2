namespace TemplateWorker.Storage.Migrations.Review;

/// <summary>A statement that was applied in another form than this program has, or that only one of the two has.</summary>
/// <param name="Position">Its place in this program's migration, from 1; for one that this program lacks, the place where it would be.</param>
/// <param name="Recorded">The normal form of what was applied; null when it was not.</param>
/// <param name="Known">The normal form of this program's statement; null when it has none.</param>
internal sealed record StatementDrift(int Position, string? Recorded, string? Known)
{
    /// <summary>Compares two lists of statements.</summary>
    /// <returns>The differences in order. A statement that was removed where another one was added counts as one that changed.</returns>
    public static IReadOnlyList<StatementDrift> Between(IReadOnlyList<string> recorded, IReadOnlyList<string> known)
    {
        var common = CommonLengths(recorded, known);
        List<StatementDrift> drift = [];
        var (i, j) = (0, 0);
        while (i < recorded.Count || j < known.Count)
        {
            if (i < recorded.Count && j < known.Count && recorded[i] == known[j])
            {
                (i, j) = (i + 1, j + 1);
                continue;
            }

            var (isRemoved, isAdded) = (i < recorded.Count, j < known.Count);
            if (isRemoved && isAdded && common[i + 1, j + 1] < common[i, j])
            {
                isRemoved = common[i + 1, j] == common[i, j];
                isAdded = !isRemoved;
            }

            drift.Add(new StatementDrift(j + 1, isRemoved ? recorded[i] : null, isAdded ? known[j] : null));
            (i, j) = (i + (isRemoved ? 1 : 0), j + (isAdded ? 1 : 0));
        }

        return drift;
    }

    // The length of the longest common subsequence of what is left from each pair of places.
    private static int[,] CommonLengths(IReadOnlyList<string> recorded, IReadOnlyList<string> known)
    {
        var common = new int[recorded.Count + 1, known.Count + 1];
        for (var i = recorded.Count - 1; i >= 0; i--)
        {
            for (var j = known.Count - 1; j >= 0; j--)
            {
                common[i, j] = recorded[i] == known[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
