namespace TemplateWorker.Api.Connections;

/// <summary>Counts connections by what they share, up to a limit. Not safe for concurrent use.</summary>
/// <param name="limit">The most of each.</param>
internal sealed class Tally<TKey>(int limit)
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _counts = [];

    /// <summary>Counts one more; false when there are as many as there may be.</summary>
    public bool TryAdd(TKey key)
    {
        var count = _counts.GetValueOrDefault(key);
        if (count >= limit)
        {
            return false;
        }

        _counts[key] = count + 1;
        return true;
    }

    /// <summary>Counts one less.</summary>
    public void Remove(TKey key)
    {
        if (--System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _) == 0)
        {
            _counts.Remove(key);
        }
    }
}
