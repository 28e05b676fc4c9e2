using System.Collections.Concurrent;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Api.Access;

/// <summary>
/// The valid tokens that were issued, all in memory, so that no request asks the database, whatever it presents. There are at most
/// <see cref="TokenStore.MaxTokens"/>. Safe for concurrent use.
/// </summary>
internal sealed class IssuedTokens(TokenStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<TokenHash, KnownToken> _byHash = new();
    private readonly Dictionary<string, KnownToken> _byPrefix = new(StringComparer.Ordinal);

    // What is read later is what holds: readers take turns, so that none puts older rows over newer ones.
    private readonly WorkTurns _turns = new();

    /// <summary>The bearer of the token with this hash; null when there is no such token, or it has expired.</summary>
    public Caller? Find(TokenHash hash)
    {
        if (!_byHash.TryGetValue(hash, out var known) || time.GetUtcNow() is var now && !known.IsValidAt(now))
        {
            return null;
        }

        known.NoteUse(now);
        return known.Caller;
    }

    /// <summary>Whether a token that was found before is still valid, with the same rights.</summary>
    public bool IsValid(Caller caller)
    {
        lock (_byPrefix)
        {
            return _byPrefix.TryGetValue(caller.Prefix!, out var known) && known.Caller == caller && known.IsValidAt(time.GetUtcNow());
        }
    }

    /// <summary>Reads all tokens.</summary>
    /// <exception cref="StorageException">The database failed; what is known stays.</exception>
    public Task ReadAllAsync(CancellationToken cancellationToken) => _turns.RunAsync(
        async () =>
        {
            List<ValidToken> all = [];
            IReadOnlyList<ValidToken> page;
            do
            {
                page = await store.ReadValidAsync(all.Count == 0 ? "" : all[^1].Token.Prefix, cancellationToken);
                all.AddRange(page);
            }
            while (page.Count == TokenStore.MaxPage);

            string[] gone;
            lock (_byPrefix)
            {
                gone = [.. _byPrefix.Keys.Except(all.Select(valid => valid.Token.Prefix), StringComparer.Ordinal)];
            }

            Replace(gone, all);
        },
        cancellationToken);

    /// <summary>Reads some tokens, which may have been issued, replaced or revoked.</summary>
    /// <exception cref="StorageException">The database failed; what is known stays.</exception>
    public Task ReadAsync(IReadOnlyCollection<string> prefixes, CancellationToken cancellationToken) => _turns.RunAsync(
        async () => Replace(prefixes, await store.ReadValidAsync(prefixes, cancellationToken)), cancellationToken);

    /// <summary>Writes the uses that are not written yet.</summary>
    /// <exception cref="StorageException">The database failed; these uses are not written.</exception>
    public async Task WriteUsesAsync(CancellationToken cancellationToken)
    {
        List<(string Prefix, DateTimeOffset At)> uses = [];
        lock (_byPrefix)
        {
            foreach (var known in _byPrefix.Values)
            {
                if (known.TakeUse() is { } at)
                {
                    uses.Add((known.Prefix, at));
                }
            }
        }

        foreach (var some in uses.Chunk(TokenStore.MaxPage))
        {
            await store.NoteUsesAsync(some, cancellationToken);
        }
    }

    /// <summary>Some prefixes stand for these tokens now, and for nothing else.</summary>
    private void Replace(IEnumerable<string> prefixes, IReadOnlyList<ValidToken> valid)
    {
        lock (_byPrefix)
        {
            var kept = valid.Select(token => token.Token.Prefix).ToHashSet(StringComparer.Ordinal);
            foreach (var prefix in prefixes)
            {
                if (!kept.Contains(prefix) && _byPrefix.Remove(prefix, out var gone))
                {
                    _byHash.TryRemove(gone.Hash, out _);
                }
            }

            foreach (var token in valid)
            {
                var known = new KnownToken(token);
                if (_byPrefix.TryGetValue(known.Prefix, out var earlier))
                {
                    known.Continue(earlier);
                    if (earlier.Hash != known.Hash)
                    {
                        _byHash.TryRemove(earlier.Hash, out _);
                    }
                }

                _byPrefix[known.Prefix] = known;
                _byHash[known.Hash] = known;
            }
        }
    }
}
