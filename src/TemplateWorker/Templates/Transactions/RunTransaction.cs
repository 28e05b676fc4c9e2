using System.Globalization;
using System.Text;
using System.Text.Json;
using TemplateWorker.Configuration.Options;
using TemplateWorker.JavaScript;
using TemplateWorker.Storage;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.TenantState;

namespace TemplateWorker.Templates.Transactions;

/// <summary>
/// One run's view of its tenant's data. Reads come from the cache or the database and are remembered with their
/// versions; writes stay here, seen by the run's own later reads, until the committer applies them all or none.
/// Nothing is held open in the database while the script computes.
/// </summary>
/// <remarks>Used on the script thread while the script runs, then by the committer; never by both at once.</remarks>
internal sealed class RunTransaction(
    TenantId tenant, TenantCache cache, TenantStores stores, TenantLimits limits, RunEmits emits, RunSchedules schedules, IScriptLog log, TimeProvider time) : IScriptHost
{
    /// <summary>Keys that are copied for a run that goes on from another.</summary>
    private const int MostToCopy = 64;

    private readonly Dictionary<KeyName, SeenKey> _seen = [];
    private readonly Dictionary<KeyName, PendingWrite> _writes = [];
    private readonly List<RangeRead> _ranges = [];
    private readonly ScopesReader _scopes = new();
    private RunTransaction? _before;
    private IReadOnlyList<EmittedEvent> _emittedBefore = [];
    private TenantStateRecord? _state;
    private string? _stateWrite;
    private int _logLines;

    /// <summary>Set when the run must not commit.</summary>
    public RunAborted? Aborted { get; private set; }

    /// <summary>Whether the commit has anything to check or to write.</summary>
    public bool IsEmpty => _seen.Count == 0 && _writes.Count == 0 && _ranges.Count == 0 && _state is null && _stateWrite is null
        && Emitted.Count == 0 && schedules.Writes.Count == 0;

    /// <summary>Whether another run may go on from it without much copying.</summary>
    public bool IsSmall => _seen.Count + _writes.Count <= MostToCopy && _ranges.Count == 0;

    private IReadOnlyList<EmittedEvent> Emitted => _emittedBefore.Count == 0 ? emits.Events : [.. _emittedBefore, .. emits.Events];

    public string? Call(HostFunction function, ReadOnlySpan<string?> arguments)
    {
        if (Aborted is not null)
        {
            throw new ScriptHostException("RunAborted", "The run has been ended and will not be committed.");
        }

        return function switch
        {
            HostFunction.KvGet => Read(Name(arguments)),
            HostFunction.KvGetRecord => ReadRecord(Name(arguments)),
            HostFunction.KvSet => Set(Name(arguments), arguments[2]!, arguments[3], arguments[4]),
            HostFunction.KvDelete => Delete(Name(arguments)),
            HostFunction.KvIncrement => Increment(Name(arguments), arguments[2]!),
            HostFunction.KvCompareAndSet => CompareAndSet(Name(arguments), arguments[2], arguments[3]),
            HostFunction.KvList => List(arguments),
            HostFunction.StateData => _stateWrite ?? State().DataJson,
            HostFunction.StateEvents => JsonSerializer.Serialize(State().Events, TemplatesJsonContext.Default.IReadOnlyListString),
            HostFunction.StateSet => WriteState(arguments[0]!),
            HostFunction.EventsEmit => Emit(arguments),
            HostFunction.EventsSchedule => Schedule(arguments),
            HostFunction.EventsUnschedule => Unschedule(arguments[0]!),
            HostFunction.Log => Log(arguments[0]!, arguments[1]!),
            _ => throw new ScriptHostException("TypeError", $"{function} is not a function of this worker."),
        };
    }

    /// <summary>What the committer has to check and to write.</summary>
    public FinishedRun Finish(IdempotencyEntry? idempotency) => new()
    {
        Tenant = tenant,
        Reads = [.. _seen.Select(seen => ReadOf(seen.Key, seen.Value))],
        Ranges = _ranges.Count == 0 ? [] : [.. _ranges],
        Writes = _writes.Count == 0 ? [] : [.. _writes.Select(write => WriteOf(write.Key, write.Value))],
        StateRead = _state is null ? null : new StateRead(_state.Version),
        StateWriteJson = _stateWrite,
        Idempotency = idempotency,
        Emits = [.. Emitted],
        Schedules = [.. schedules.Writes],
    };

    /// <summary>
    /// The same checks without the run's own writes, for one that failed: what it failed on must still be so. What the runs before it
    /// wrote that it went on from is written.
    /// </summary>
    public FinishedRun FinishFailed(IdempotencyEntry? idempotency)
    {
        var before = _before?.Finish(null);
        return Finish(idempotency) with
        {
            Writes = before?.Writes ?? [],
            StateWriteJson = before?.StateWriteJson,
            Emits = before?.Emits ?? [],
            Schedules = before?.Schedules ?? [],
        };
    }

    /// <summary>
    /// A run that goes on from where this one ended: it sees what this one wrote, and what it writes is written with it. This one stays
    /// as it is, for the case that the other fails.
    /// </summary>
    public RunTransaction Follow(RunEmits next, IScriptLog nextLog)
    {
        next.GoOnFrom(emits);
        var follower = new RunTransaction(tenant, cache, stores, limits, next, schedules.Follow(), nextLog, time)
        {
            _before = this,
            _emittedBefore = Emitted,
            _state = _state,
            _stateWrite = _stateWrite,
        };
        foreach (var (name, seen) in _seen)
        {
            follower._seen.Add(name, seen);
        }

        foreach (var (name, write) in _writes)
        {
            follower._writes.Add(name, write);
        }

        return follower;
    }

    /// <summary>After the commit: the cache knows what was written, at its new version.</summary>
    public void Remember(RunVerdict.Committed committed)
    {
        // In the order in which they were given to the committer.
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
                    // The database says when the time has come, not this worker's clock: the next reading brings it.
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

        if (_stateWrite is not null)
        {
            cache.State = State() with { DataJson = _stateWrite, Version = committed.Version };
        }
    }

    /// <summary>After a failed check or an unknown outcome: whatever this run touched is read afresh next time.</summary>
    public void Forget()
    {
        foreach (var name in _seen.Keys.Concat(_writes.Keys))
        {
            cache.Forget(name);
        }

        cache.State = null;
    }

    private static string Bool(bool value) => value ? "true" : "false";

    private static KeyRead ReadOf(KeyName name, SeenKey seen) => new(name, seen.Key.Version) { Place = seen.Key.Place };

    private KeyWrite WriteOf(KeyName name, PendingWrite write)
    {
        var seen = _seen.GetValueOrDefault(name);
        return new KeyWrite(name, write.Json, seen is null ? null : ReadOf(name, seen))
        {
            Expiry = write.Expiry,
            IsAnew = seen?.Key.IsExpired ?? false,
        };
    }

    private KeyName Name(ReadOnlySpan<string?> arguments)
    {
        var scopes = _scopes.Read(arguments[0]!);
        var key = arguments[1]!;
        if (key.Length == 0)
        {
            throw new ScriptHostException("TypeError", "A key must not be empty.");
        }

        RefuseUnstorable("A key", key);
        if (Exceeds(key, limits.KeyBytes, out var bytes))
        {
            throw Breach("KeyTooLarge", $"A key may have {limits.KeyBytes} bytes of UTF-8, '{key[..Math.Min(40, key.Length)]}…' has {bytes}.");
        }

        if (scopes.Names.Count > limits.Scopes)
        {
            throw Breach("TooManyScopes", $"A key may have {limits.Scopes} scopes, this has {scopes.Names.Count}.");
        }

        return new KeyName(scopes, key);
    }

    private static void RefuseUnstorable(string what, string text)
    {
        if (text.Contains('\0') || !Utf16Text.IsWellFormed(text))
        {
            throw new ScriptHostException("TypeError", $"{what} must not contain U+0000 or half of a surrogate pair.");
        }
    }

    private string? Read(KeyName name) => _writes.TryGetValue(name, out var written) ? written.Json : See(name).Key.Json;

    /// <summary>What the run sees of the key as others left it: the same to its end.</summary>
    private SeenKey See(KeyName name)
    {
        if (_seen.TryGetValue(name, out var seen))
        {
            return seen;
        }

        var now = time.GetTimestamp();
        if (cache.TryGet(name, out var key))
        {
            seen = new SeenKey(key.At(now), null, false);
        }
        else
        {
            var record = FromStorage(() => stores.Keys.Read(tenant, [name])[0]);
            key = Cacheable(record, now);
            cache.Put(name, key);
            seen = new SeenKey(key.At(now), record, true);
        }

        _seen.Add(name, seen);
        return seen;
    }

    // The time of the reading is taken before it, so that nothing outlives its row here.
    private CachedKey Cacheable(KeyRecord? record, long now) => record is null
        ? CachedKey.Absent
        : new CachedKey(
            record.IsExpired ? null : record.Json, record.Version, record.Place, record.ExpiresIn is { } left ? now + (long)(left.TotalSeconds * time.TimestampFrequency) : null);

    private string? ReadRecord(KeyName name)
    {
        var seen = See(name);
        if (!seen.HasRecord)
        {
            // The cache knows no times. When the row is another one by now, the commit finds that the run saw an old value.
            seen = seen with { Record = FromStorage(() => stores.Keys.Read(tenant, [name])[0]), HasRecord = true };
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

    private string? Set(KeyName name, string json, string? ttlMilliseconds, string? expireAtMilliseconds)
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
            // What the run saw has no expiry, and the commit checks that it still is what it saw.
            expiry = KeyExpiry.Untouched.Instance;
        }

        return Write(name, json, expiry);
    }

    private static TimeSpan Milliseconds(string number) => TimeSpan.FromMilliseconds(double.Parse(number, CultureInfo.InvariantCulture));

    private string? Write(KeyName name, string json, KeyExpiry expiry)
    {
        RequireValueSize($"The value of '{name.Key}'", json);
        _writes[name] = new PendingWrite(json, expiry);
        return null;
    }

    private void Remove(KeyName name) =>
        _writes[name] = new PendingWrite(null, See(name).Key.Deadline is null ? KeyExpiry.Untouched.Instance : KeyExpiry.Cleared.Instance);

    private string Delete(KeyName name)
    {
        var existed = Read(name) is not null;
        if (existed)
        {
            Remove(name);
        }

        return Bool(existed);
    }

    /// <summary>A number keeps the time at which it expires; one that has expired begins anew.</summary>
    private KeyExpiry ExpiryOfNumber(KeyName name) => _writes.TryGetValue(name, out var written)
        ? written.Expiry
        : See(name).Key.Json is null ? KeyExpiry.Cleared.Instance : KeyExpiry.Untouched.Instance;

    private string Increment(KeyName name, string by)
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
            throw new ScriptHostException("RangeError", $"kv.increment: '{name.Key}' would no longer be a finite number.");
        }

        var text = sum.ToString("R", CultureInfo.InvariantCulture);
        Write(name, text, expiry);
        return text;
    }

    private static string KindOf(string json) => json[0] switch
    {
        '"' => "a string",
        '{' => "an object",
        '[' => "an array",
        'n' => "null",
        _ => "a boolean",
    };

    private string CompareAndSet(KeyName name, string? expected, string? json)
    {
        if (!JsonText.Same(Read(name), expected))
        {
            return Bool(false);
        }

        if (json is not null)
        {
            Set(name, json, null, null);
        }
        else if (expected is not null)
        {
            Remove(name);
        }

        return Bool(true);
    }

    private string List(ReadOnlySpan<string?> arguments)
    {
        var scopes = _scopes.Read(arguments[0]!);
        var prefix = arguments[1] ?? "";
        var after = arguments[2];
        var limit = int.Parse(arguments[3]!, CultureInfo.InvariantCulture);
        RefuseUnstorable("A prefix", prefix);
        RefuseUnstorable("A cursor", after ?? "");

        // Own deletions can hide rows, so as many more are read as could be hidden.
        var hidden = _writes.Count(write => write.Value.Json is null && write.Key.Scopes.Equals(scopes));
        var range = new KeyRange(scopes, prefix, after, limit + hidden);
        var listing = FromStorage(() => stores.Keys.List(tenant, range));
        _ranges.Add(new RangeRead(range, listing.Fingerprint));

        var merged = new SortedDictionary<string, string>(KeyOrder.Instance);
        foreach (var record in listing.Records)
        {
            merged[record.Name.Key] = record.Json;
        }

        // When the page is full, keys after its last one are unknown and must not be shown before their elders.
        var last = listing.Records.Count < range.Limit ? null : listing.Records[^1].Name.Key;
        foreach (var (name, write) in _writes)
        {
            if (!name.Scopes.Equals(scopes) || !IsInRange(name.Key, prefix, after, last))
            {
                continue;
            }

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

    private static bool IsInRange(string key, string prefix, string? after, string? last) =>
        key.StartsWith(prefix, StringComparison.Ordinal)
        && (after is null || KeyOrder.Instance.Compare(key, after) > 0)
        && (last is null || KeyOrder.Instance.Compare(key, last) <= 0);

    private TenantStateRecord State()
    {
        if (_state is null)
        {
            _state = cache.State ??= FromStorage(() => stores.States.Read(tenant));
        }

        return _state;
    }

    private string? WriteState(string json)
    {
        RequireValueSize("The tenant's state", json);
        _ = State();
        _stateWrite = json;
        return null;
    }

    private string Emit(ReadOnlySpan<string?> arguments)
    {
        var (name, dataJson) = (arguments[0]!, arguments[1]!);
        if (FromStorage(() => emits.Breach(name, dataJson)) is { } breach)
        {
            throw Breach(breach.Reason, breach.Message);
        }

        return emits.Add(name, dataJson, arguments[2]!, arguments[3]);
    }

    private string? Schedule(ReadOnlySpan<string?> arguments)
    {
        var (name, cron, timeZone, eventName, dataJson, catchUp) = (arguments[0]!, arguments[1]!, arguments[2]!, arguments[3]!, arguments[4]!, arguments[5]!);
        if (FromStorage(() => schedules.Breach(name, dataJson)) is { } breach)
        {
            throw Breach(breach.Reason, breach.Message);
        }

        schedules.Add(name, cron, timeZone, eventName, dataJson, catchUp);
        return null;
    }

    private string Unschedule(string name) => Bool(FromStorage(() => schedules.Remove(name)));

    private string? Log(string level, string text)
    {
        if (++_logLines > limits.LogLines)
        {
            throw Breach("TooManyLogLines", $"A run may write {limits.LogLines} log lines.");
        }

        log.Write(level, Utf8Text.Cut(text, limits.LogLineBytes));
        return null;
    }

    private void RequireValueSize(string what, string json)
    {
        if (Exceeds(json, limits.ValueBytes, out var bytes))
        {
            throw Breach("ValueTooLarge", $"{what} may have {limits.ValueBytes} bytes of JSON, this has {bytes}.");
        }
    }

    private static bool Exceeds(string text, long limit, out int bytes)
    {
        // No UTF-16 unit needs more than three bytes of UTF-8, so most texts need no counting.
        bytes = text.Length <= limit / 3 ? 0 : Encoding.UTF8.GetByteCount(text);
        return bytes > limit;
    }

    private ScriptHostException Breach(string reason, string message)
    {
        Aborted = new RunAborted.LimitBreached(reason, message);
        return new ScriptHostException(reason, message);
    }

    private T FromStorage<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (StorageException fault)
        {
            Aborted = new RunAborted.StorageFailed(fault.Message);
            throw new ScriptHostException("StorageUnavailable", "The database could not be read; the run has been ended.");
        }
    }
}
