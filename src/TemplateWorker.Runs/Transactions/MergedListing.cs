using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Runs.Transactions;

/// <summary>Builds a page of keys as a run sees it: stored keys, with the run's own writes and deletions.</summary>
internal static class MergedListing
{
    /// <param name="listing">The stored keys.</param>
    /// <param name="range">The requested range, extended by as many keys as the run's own deletions can hide.</param>
    /// <param name="writes">The run's own writes.</param>
    /// <param name="limit">The most keys of the page.</param>
    /// <returns>The page as JSON: <c>entries</c>, and <c>next</c> when there may be more behind them.</returns>
    public static string Write(KeyListing listing, KeyRange range, IReadOnlyDictionary<KeyName, PendingWrite> writes, int limit)
    {
        var merged = new SortedDictionary<string, string>(KeyOrder.Instance);
        foreach (var record in listing.Records)
        {
            merged[record.Name.Key] = record.Json;
        }

        // When the listing is full, stored keys after its last one are unknown, so the run's own later keys must not be shown yet.
        var last = !listing.IsCut && listing.Records.Count < range.Limit ? null : listing.Records[^1].Name.Key;
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

        var page = Cut(merged.Take(limit));
        return RecordJson.WriteList(page, page.Count < merged.Count ? page[^1].Key : last);
    }

    private static List<KeyValuePair<string, string>> Cut(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var (page, room) = (new List<KeyValuePair<string, string>>(), KeyListing.MaxCharacters);
        foreach (var entry in entries)
        {
            if (room <= 0)
            {
                break;
            }

            page.Add(entry);
            room -= entry.Value.Length;
        }

        return page;
    }

    private static bool IsInRange(string key, KeyRange range, string? last) =>
        key.StartsWith(range.Prefix, StringComparison.Ordinal)
        && (range.After is null || KeyOrder.Instance.Compare(key, range.After) > 0)
        && (last is null || KeyOrder.Instance.Compare(key, last) <= 0);
}
