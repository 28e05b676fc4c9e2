namespace TemplateWorker.Console.Figures;

/// <summary>A histogram: how many values there were up to each bound, ascending.</summary>
/// <param name="Items">The last one has no bound and counts all values.</param>
internal sealed record Buckets(IReadOnlyList<Bucket> Items)
{
    /// <summary>What came since an earlier reading.</summary>
    public Buckets Since(Buckets earlier)
    {
        var before = earlier.Items.ToDictionary(bucket => bucket.Bound, bucket => bucket.Count);
        return new Buckets([.. Items.Select(bucket => bucket with { Count = Math.Max(bucket.Count - before.GetValueOrDefault(bucket.Bound), 0) })]);
    }

    /// <summary>
    /// The value below which a part of all values are, as far as buckets tell: between the bounds of its bucket the values are taken to be spread evenly.
    /// Null without values. A value beyond the last bound is told as that bound.
    /// </summary>
    /// <param name="part">0 to 1.</param>
    public double? Quantile(double part)
    {
        if (Items is not [.., { Count: > 0 } all])
        {
            return null;
        }

        var rank = part * all.Count;
        var (below, lower) = (0.0, 0.0);
        foreach (var bucket in Items)
        {
            if (bucket.Count >= rank)
            {
                return double.IsInfinity(bucket.Bound) || bucket.Count <= below
                    ? lower
                    : lower + ((bucket.Bound - lower) * (rank - below) / (bucket.Count - below));
            }

            (below, lower) = (bucket.Count, bucket.Bound);
        }

        return lower;
    }
}

/// <summary>A bucket of a histogram.</summary>
/// <param name="Bound">Values up to this are counted; infinity for the last one.</param>
/// <param name="Count">How many.</param>
internal sealed record Bucket(double Bound, double Count);
