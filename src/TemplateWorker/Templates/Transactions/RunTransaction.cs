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
    TenantId tenant, TenantCache cache, TenantStores stores, TenantLimits limits, RunEmits emits, IScriptLog log, TimeProvider time) : IScriptHost
{
    private readonly Dictionary<KeyName, KeyRead> _reads = [];
    private readonly Dictionary<KeyName, string?> _writes = [];
    private readonly List<RangeRead> _ranges = [];
    private readonly ScopesReader _scopes = new();
    private TenantStateRecord? _state;
    private string? _stateWrite;
    private int _logLines;

    /// <summary>Set when the run must not commit.</summary>
    public RunAborted? Aborted { get; private set; }

    /// <summary>Whether the commit has anything to check or to write.</summary>
    public bool IsEmpty => _reads.Count == 0 && _writes.Count == 0 && _ranges.Count == 0 && _state is null && _stateWrite is null && emits.Events.Count == 0;

    public string? Call(HostFunction function, ReadOnlySpan<string?> arguments)
    {
        if (Aborted is not null)
        {
            throw new ScriptHostException("RunAborted", "The run has been ended and will not be committed.");
        }

        return function switch
        {
            HostFunction.KvGet => Read(Name(arguments)).Json,
            HostFunction.KvGetRecord => ReadRecord(Name(arguments)),
            HostFunction.KvSet => Write(Name(arguments), arguments[2]!),
            HostFunction.KvDelete => Delete(Name(arguments)),
            HostFunction.KvIncrement => Increment(Name(arguments), arguments[2]!),
            HostFunction.KvCompareAndSet => CompareAndSet(Name(arguments), arguments[2], arguments[3]),
            HostFunction.KvList => List(arguments),
            HostFunction.StateData => _stateWrite ?? State().DataJson,
            HostFunction.StateEvents => JsonSerializer.Serialize(State().Events, TemplatesJsonContext.Default.IReadOnlyListString),
            HostFunction.StateSet => WriteState(arguments[0]!),
            HostFunction.EventsEmit => Emit(arguments),
            HostFunction.Log => Log(arguments[0]!, arguments[1]!),
            _ => throw new ScriptHostException("TypeError", $"{function} is not a function of this worker."),
        };
    }

    /// <summary>What the committer has to check and to write.</summary>
    public FinishedRun Finish(IdempotencyEntry? idempotency) => new()
    {
        Tenant = tenant,
        Reads = [.. _reads.Values],
        Ranges = _ranges.Count == 0 ? [] : [.. _ranges],
        Writes = _writes.Count == 0 ? [] : [.. _writes.Select(write => new KeyWrite(write.Key, write.Value, ReadOf(write.Key)))],
        StateRead = _state is null ? null : new StateRead(_state.Version),
        StateWriteJson = _stateWrite,
        Idempotency = idempotency,
        Emits = [.. emits.Events],
    };

    /// <summary>The same checks without the writes, for a run that failed: what it failed on must still be so.</summary>
    public FinishedRun FinishFailed(IdempotencyEntry? idempotency) => Finish(idempotency) with { Writes = [], StateWriteJson = null, Emits = [] };

    /// <summary>After the commit: the cache knows what was written, at its new version.</summary>
    public void Remember(uint version)
    {
        foreach (var (name, json) in _writes)
        {
            cache.Put(name, json is null ? CachedKey.Absent : new CachedKey(json, version));
        }

        if (_stateWrite is not null)
        {
            cache.State = State() with { DataJson = _stateWrite, Version = version };
        }
    }

    /// <summary>After a failed check or an unknown outcome: whatever this run touched is read afresh next time.</summary>
    public void Forget()
    {
        foreach (var name in _reads.Keys.Concat(_writes.Keys))
        {
            cache.Forget(name);
        }

        cache.State = null;
    }

    private static string Bool(bool value) => value ? "true" : "false";

    private KeyRead? ReadOf(KeyName name) => _reads.TryGetValue(name, out var read) ? read : null;

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

    private CachedKey Read(KeyName name)
    {
        if (_writes.TryGetValue(name, out var written))
        {
            return new CachedKey(written, null);
        }

        if (!cache.TryGet(name, out var key))
        {
            var record = FromStorage(() => stores.Keys.Read(tenant, [name])[0]);
            key = record is null ? CachedKey.Absent : new CachedKey(record.Json, record.Version);
            cache.Put(name, key);
        }

        _reads.TryAdd(name, new KeyRead(name, key.Version));
        return key;
    }

    private string? ReadRecord(KeyName name)
    {
        // The cache knows no timestamps, so a record is always read; a write of this run shows the value it set.
        var record = FromStorage(() => stores.Keys.Read(tenant, [name])[0]);
        _reads.TryAdd(name, new KeyRead(name, record?.Version));
        var now = time.GetUtcNow();
        if (_writes.TryGetValue(name, out var written))
        {
            return written is null ? null : RecordJson.Write(name, written, record?.CreatedAt ?? now, now);
        }

        return record is null ? null : RecordJson.Write(name, record.Json, record.CreatedAt, record.UpdatedAt);
    }

    private string? Write(KeyName name, string json)
    {
        RequireValueSize($"The value of '{name.Key}'", json);
        _writes[name] = json;
        return null;
    }

    private string Delete(KeyName name)
    {
        var existed = Read(name).Json is not null;
        if (existed)
        {
            _writes[name] = null;
        }

        return Bool(existed);
    }

    private string Increment(KeyName name, string by)
    {
        var json = Read(name).Json;
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
        Write(name, text);
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
        if (!JsonText.Same(Read(name).Json, expected))
        {
            return Bool(false);
        }

        if (json is not null)
        {
            Write(name, json);
        }
        else if (expected is not null)
        {
            _writes[name] = null;
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
        var hidden = _writes.Count(write => write.Value is null && write.Key.Scopes.Equals(scopes));
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
        foreach (var (name, json) in _writes)
        {
            if (!name.Scopes.Equals(scopes) || !IsInRange(name.Key, prefix, after, last))
            {
                continue;
            }

            if (json is null)
            {
                merged.Remove(name.Key);
            }
            else
            {
                merged[name.Key] = json;
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
        if (emits.Breach(arguments[1]!) is { } breach)
        {
            throw Breach(breach.Reason, breach.Message);
        }

        return emits.Add(arguments[0]!, arguments[1]!, arguments[2]!, arguments[3]);
    }

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
