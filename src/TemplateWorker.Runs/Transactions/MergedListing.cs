using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Runs.Transactions;

/// <summary>A page of keys as a run sees it: what is stored, with what the run has written and removed.</summary>
internal static class MergedListing
{
    /// <param name="listing">What is stored.</param>
    /// <param name="range">What was asked for; as many more as the run's own deletions can hide.</param>
    /// <param name="writes">What the run has written.</param>
    /// <param name="limit">The most keys of the page.</param>
    /// <returns>The page as the script gets it.</returns>
    public static string Write(KeyListing listing, KeyRange range, IReadOnlyDictionary<KeyName, PendingWrite> writes, int limit)
    {
        var merged = new SortedDictionary<string, string>(KeyOrder.Instance);
        foreach (var record in listing.Records)
        {
            merged[record.Name.Key] = record.Json;
        }

        // When the page is full, keys after its last one are unknown and must not be shown before their elders.
        var last = listing.Records.Count < range.Limit ? null : listing.Records[^1].Name.Key;
        foreach (var (name, write) in writes.Where(write => write.Key.Scopes.Equals(range.Scopes) && IsInRange(write.Key.Key, range, last)))
        {
            if (write.Json is null)
            {
                merged.Remove(name.Key);
            }
            else
            {
                merged[name.Key] = write.Json;
            }
        }

        return RecordJson.WriteList(merged.Take(limit));
    }

    private static bool IsInRange(string key, KeyRange range, string? last) =>
        key.StartsWith(range.Prefix, StringComparison.Ordinal)
        && (range.After is null || KeyOrder.Instance.Compare(key, range.After) > 0)
        && (last is null || KeyOrder.Instance.Compare(key, last) <= 0);
}
