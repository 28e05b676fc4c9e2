namespace TemplateWorker.Storage.Rates;

/// <summary>
/// Who has used something lately. Entries whose use is over are dropped, so that there are at most <see cref="Least"/>, or twice as many as are
/// not over. Not thread-safe.
/// </summary>
/// <typeparam name="TUser">Who uses.</typeparam>
/// <typeparam name="TUse">What was used.</typeparam>
public sealed class RecentUses<TUser, TUse>
    where TUser : notnull
    where TUse : RateUse, new()
{
    /// <summary>Entries up to which none is dropped.</summary>
    public const int Least = 1_024;

    private readonly Dictionary<TUser, TUse> _uses = [];
    private int _most = Least;

    /// <summary>The number of entries.</summary>
    public int Count => _uses.Count;

    /// <summary>Every entry.</summary>
    public IEnumerable<KeyValuePair<TUser, TUse>> All => _uses;

    /// <summary>What one has used; null when that is nothing.</summary>
    /// <param name="user">Who.</param>
    public TUse? Find(TUser user) => _uses.GetValueOrDefault(user);

    /// <summary>What one has used; a new entry when that is nothing.</summary>
    /// <param name="user">Who.</param>
    /// <param name="now">The time.</param>
    public TUse Of(TUser user, TimeSpan now)
    {
        if (_uses.TryGetValue(user, out var use))
        {
            return use;
        }

        if (_uses.Count >= _most)
        {
            DropOver(now);
        }

        _uses.Add(user, use = new TUse());
        return use;
    }

    private void DropOver(TimeSpan now)
    {
        foreach (var (user, use) in _uses)
        {
            if (use.IsOver(now))
            {
                _uses.Remove(user);
            }
        }

        _most = Math.Max(Least, 2 * _uses.Count);
    }
}
