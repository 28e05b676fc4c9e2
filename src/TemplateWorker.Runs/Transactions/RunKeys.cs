using System.Globalization;
using System.Text;
using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Text;
using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Transactions;

/// <summary>
/// The keys that a run reads and writes. A key keeps the value that the run first read, until the run writes it; the run reads its own
/// writes. The committer applies all writes or none.
/// </summary>
internal sealed class RunKeys(
    TenantId tenant, TenantCache cache, KeyValueStore store, LimitGuard guard, WriteMeter meter, ReadMeter held, TimeProvider time)
{
    /// <summary>The most keys of one listing.</summary>
    private const int MaxListed = 1_000;

    /// <summary>The most keys that are read at once: each may have a value of <c>limits.value</c>.</summary>
    private const int MaxReadAtOnce = 50;

    private readonly KeyNames _names = new(guard);
    private readonly Dictionary<KeyName, SeenKey> _seen = [];
    private readonly Dictionary<KeyName, PendingWrite> _writes = [];
    private readonly List<RangeRead> _ranges = [];

    /// <summary>Keys that were read or written.</summary>
    public int Count => _seen.Count + _writes.Count;

    public bool IsEmpty => Count == 0 && _ranges.Count == 0;

    public IReadOnlyList<KeyRead> Reads => [.. _seen.Select(seen => ReadOf(seen.Key, seen.Value))];

    public IReadOnlyList<RangeRead> Ranges => _ranges.Count == 0 ? [] : [.. _ranges];

    public IReadOnlyList<KeyWrite> Writes => _writes.Count == 0 ? [] : [.. _writes.Select(write => WriteOf(write.Key, write.Value))];

    /// <summary>Copies the state for a follow-up run; this instance stays unchanged.</summary>
    /// <param name="next">The follow-up run's guard.</param>
    /// <param name="nextMeter">Its meter of writes.</param>
    /// <param name="nextHeld">Its meter of what is held.</param>
    public RunKeys Follow(LimitGuard next, WriteMeter nextMeter, ReadMeter nextHeld)
    {
        var follower = new RunKeys(tenant, cache, store, next, nextMeter, nextHeld, time);
        foreach (var (name, seen) in _seen)
        {
            follower._seen.Add(name, seen);
        }

        foreach (var (name, write) in _writes)
        {
            follower._writes.Add(name, write);
        }

        follower._ranges.AddRange(_ranges);
        return follower;
    }

    /// <summary>Updates the cache after the commit with the written values and their new version.</summary>
    public void Remember(RunVerdict.Committed committed)
    {
        // In the order of the writes in the commit.
        var number = 0;
        foreach (var (name, write) in _writes)
        {
            var place = number < committed.Places.Count ? committed.Places[number] : default;
            number++;
            switch (write)
            {
                case { Json: null }:
                    cache.Put(name, CachedKey.Absent);
                    break;
                case { Expiry: KeyExpiry.After or KeyExpiry.At }:
                    // The database's clock decides about expiry, not this worker's: the next read returns it.
                    cache.Forget(name);
                    break;
                case { Expiry: KeyExpiry.Cleared }:
                    cache.Put(name, new CachedKey(write.Json, committed.Version, place, null));
                    break;
                default:
                    cache.Put(name, new CachedKey(write.Json, committed.Version, place, _seen.GetValueOrDefault(name)?.Key.Deadline));
                    break;
            }
        }
    }

    /// <summary>Removes everything that was read or written from the cache, after a failed check or an unknown outcome.</summary>
    public void Forget()
    {
        foreach (var name in _seen.Keys.Concat(_writes.Keys))
        {
            cache.Forget(name);
        }
    }

    public KeyName Name(ReadOnlySpan<string?> arguments) => _names.Read(arguments[0]!, arguments[1]!);

    public string? Read(KeyName name) => _writes.TryGetValue(name, out var written) ? written.Json : Observe(name).Key.Json;

    /// <summary>Reads several keys with few requests to the database.</summary>
    /// <param name="scopesJson">Their scopes, as a JSON array.</param>
    /// <param name="keysJson">The keys, as a JSON array.</param>
    /// <returns>A JSON array in their order: of each an array of its value, empty when it is absent.</returns>
    public string ReadMany(string scopesJson, string keysJson)
    {
        var keys = JsonSerializer.Deserialize(keysJson, RunsJsonContext.Default.StringArray)!;
        if (keys.Length > MaxListed)
        {
            throw new ScriptHostException("RangeError", $"kv.getMany: at most {MaxListed} keys at once, were {keys.Length}");
        }

        var json = new StringBuilder("[");
        foreach (var names in keys.Select(key => _names.Read(scopesJson, key)).Chunk(MaxReadAtOnce))
        {
            Observe([.. names.Where(name => !_writes.ContainsKey(name))]);
            foreach (var name in names)
            {
                json.Append(json.Length == 1 ? "[" : ",[").Append(Read(name)).Append(']');
            }

            if (json.Length > KeyListing.MaxCharacters)
            {
                throw new ScriptHostException(
                    "RangeError", $"kv.getMany: the values have more than {KeyListing.MaxCharacters} characters of JSON; read fewer keys at once");
            }
        }

        return json.Append(']').ToString();
    }

    public string? ReadRecord(KeyName name)
    {
        var seen = Observe(name);
        if (!seen.HasRecord)
        {
            // The cache holds no times. If the row has changed meanwhile, the commit detects that the run saw an old value.
            seen = seen with { Record = guard.Read(() => store.Read(tenant, [name])[0]), HasRecord = true };
            held.Hold(seen.Record?.Json.Length ?? 0);
            _seen[name] = seen;
        }

        var record = seen.Key.Json is null ? null : seen.Record;
        var now = time.GetUtcNow();
        if (!_writes.TryGetValue(name, out var written))
        {
            return seen.Key.Json is null
                ? null
                : RecordJson.Write(name, seen.Key.Json, record?.CreatedAt ?? now, record?.UpdatedAt ?? now, record?.ExpiresAt);
        }

        DateTimeOffset? expiresAt = written.Expiry switch
        {
            KeyExpiry.After(var ttl) => now + ttl,
            KeyExpiry.At(var at) => at,
            KeyExpiry.Cleared => null,
            _ => record?.ExpiresAt,
        };
        return written.Json is null ? null : RecordJson.Write(name, written.Json, record?.CreatedAt ?? now, now, expiresAt);
    }

    public string? Set(KeyName name, string json, string? ttlMilliseconds, string? expireAtMilliseconds)
    {
        KeyExpiry expiry = KeyExpiry.Cleared.Instance;
        if (ttlMilliseconds is not null)
        {
            expiry = new KeyExpiry.After(Milliseconds(ttlMilliseconds));
        }
        else if (expireAtMilliseconds is not null)
        {
            var at = DateTimeOffset.UnixEpoch + Milliseconds(expireAtMilliseconds);
            if (at <= time.GetUtcNow())
            {
                throw new ScriptHostException("RangeError", $"kv.set: expireAt must be in the future, was {at:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}.");
            }

            expiry = new KeyExpiry.At(at);
        }
        else if (_seen.GetValueOrDefault(name) is { Key: { Deadline: null, Version: not null } })
        {
            // The key that the run saw has no expiry, and the commit checks that it has not changed.
            expiry = KeyExpiry.Untouched.Instance;
        }

        return Write(name, json, expiry);
    }

    public string Delete(KeyName name)
    {
        var existed = Read(name) is not null;
        if (existed)
        {
            Remove(name);
        }

        return ScriptJson.Of(existed);
    }

    public string Increment(KeyName name, string by)
    {
        var json = Read(name);
        var expiry = ExpiryOfNumber(name);
        var current = 0d;
        if (json is not null && !double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out current))
        {
            throw new ScriptHostException("TypeError", $"kv.increment: '{name.Key}' holds {KindOf(json)}, not a number.");
        }

        var sum = current + double.Parse(by, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(sum))
        {
            throw new ScriptHostException("RangeError", $"kv.increment: '{name.Key}' would not be a finite number.");
        }

        var text = sum.ToString("R", CultureInfo.InvariantCulture);
        Write(name, text, expiry);
        return text;
    }

    private static TimeSpan Milliseconds(string number) => TimeSpan.FromMilliseconds(double.Parse(number, CultureInfo.InvariantCulture));

    private static string KindOf(string json) => json[0] switch
    {
        '"' => "a string",
        '{' => "an object",
        '[' => "an array",
        'n' => "null",
        _ => "a boolean",
    };

    public string CompareAndSet(KeyName name, string? expected, string? json)
    {
        if (!JsonText.Same(Read(name), expected))
        {
            return ScriptJson.Of(false);
        }

        if (json is not null)
        {
            Set(name, json, null, null);
        }
        else if (expected is not null)
        {
            Remove(name);
        }

        return ScriptJson.Of(true);
    }

    public string List(ReadOnlySpan<string?> arguments)
    {
        var scopes = _names.Scopes(arguments[0]!);
        var prefix = arguments[1] ?? "";
        var after = arguments[2];
        if (!int.TryParse(arguments[3], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > MaxListed)
        {
            throw new ScriptHostException("TypeError", $"kv.list: limit must be a whole number from 1 to {MaxListed}, was {arguments[3]}");
        }

        KeyNames.RequireStorable("A prefix", prefix);
        KeyNames.RequireStorable("A cursor", after ?? "");

        // Own deletions can hide rows, so that many more are read.
        var hidden = _writes.Count(write => write.Value.Json is null && write.Key.Scopes.Equals(scopes));
        var range = new KeyRange(scopes, prefix, after, limit + hidden);
        var listing = guard.Read(() => store.List(tenant, range));
        held.Hold(prefix.Length + (after?.Length ?? 0));
        _ranges.Add(new RangeRead(range, listing.Fingerprint));

        return MergedListing.Write(listing, range, _writes, limit);
    }

    private static KeyRead ReadOf(KeyName name, SeenKey seen) => new(name, seen.Key.Version) { Place = seen.Key.Place };

    private KeyWrite WriteOf(KeyName name, PendingWrite write)
    {
        var seen = _seen.GetValueOrDefault(name);
        return new KeyWrite(name, write.Json, seen is null ? null : ReadOf(name, seen))
        {
            Expiry = write.Expiry,
            IsAnew = seen?.Key.IsExpired ?? false,
            KeepsSize = seen?.Key.Json is { } before && write.Json is { } after && name.KeepsSize(before, after),
        };
    }

    /// <summary>The committed state of the key as the run first saw it.</summary>
    private SeenKey Observe(KeyName name)
    {
        if (_seen.TryGetValue(name, out var seen))
        {
            return seen;
        }

        var now = time.GetTimestamp();
        if (cache.TryGet(name, out var key))
        {
            return Keep(name, new SeenKey(key.At(now), null, false));
        }

        Observe([name]);
        return _seen[name];
    }

    /// <summary>Reads those of the keys that are neither seen nor cached, with one request.</summary>
    private void Observe(KeyName[] names)
    {
        var unknown = names.Where(name => !_seen.ContainsKey(name) && !cache.TryGet(name, out _)).Distinct().ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        var now = time.GetTimestamp();
        var records = guard.Read(() => store.Read(tenant, unknown));
        for (var i = 0; i < unknown.Count; i++)
        {
            var key = Cacheable(records[i], now);
            cache.Put(unknown[i], key);
            _ = Keep(unknown[i], new SeenKey(key.At(now), records[i], true));
        }
    }

    private SeenKey Keep(KeyName name, SeenKey seen)
    {
        held.Hold(name.Key.Length + (seen.Key.Json?.Length ?? 0));
        _seen.Add(name, seen);
        return seen;
    }

    // The time is taken before the read, so that no cached key outlives its row.
    private CachedKey Cacheable(KeyRecord? record, long now) => record is null
        ? CachedKey.Absent
        : new CachedKey(
            record.IsExpired ? null : record.Json, record.Version, record.Place, record.ExpiresIn is { } left ? now + (long)(left.TotalSeconds * time.TimestampFrequency) : null);

    private string? Write(KeyName name, string json, KeyExpiry expiry)
    {
        guard.RequireValueSize("The value of", name.Key, json);
        Put(name, json, expiry);
        return null;
    }

    private void Remove(KeyName name) =>
        Put(name, null, Observe(name).Key.Deadline is null ? KeyExpiry.Untouched.Instance : KeyExpiry.Cleared.Instance);

    private void Put(KeyName name, string? json, KeyExpiry expiry)
    {
        var metered = meter.Count(RunWeight.OfKey(name, json), _writes.GetValueOrDefault(name)?.Metered, "key", name.Key);
        _writes[name] = new PendingWrite(json, expiry, metered);
    }

    /// <summary>A number keeps its expiry; an expired one starts anew without expiry.</summary>
    private KeyExpiry ExpiryOfNumber(KeyName name) => _writes.TryGetValue(name, out var written)
        ? written.Expiry
        : Observe(name).Key.Json is null ? KeyExpiry.Cleared.Instance : KeyExpiry.Untouched.Instance;
}
