using System.Globalization;
using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Text;
using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.TenantState;

namespace TemplateWorker.Runs.Transactions;

/// <summary>
/// A run's view of its tenant's data. Reads come from the cache or the database and are recorded with their
/// versions; writes stay here, visible to the run's own later reads, until the committer applies them all or none.
/// No transaction or connection is held while the script runs.
/// </summary>
/// <remarks>Used by the script thread while the script runs, then by the committer; never by both at once.</remarks>
internal sealed class RunTransaction : IScriptHost
{
    /// <summary>The most keys that are copied for a follow-up run.</summary>
    private const int MaxCopiedKeys = 64;

    /// <summary>The most bytes that a commit may write already when a follow-up run joins it. Beyond it, sharing the commit saves next to nothing.</summary>
    private const int MaxSharedBytes = 64 << 10;

    private readonly TenantAccess _access;
    private readonly LimitGuard _guard;
    private readonly WriteMeter _written;
    private readonly ReadMeter _held;
    private readonly RunKeys _keys;
    private readonly RunEmits _emits;
    private readonly RunActions _actions;
    private readonly RunSchedules _schedules;
    private readonly IScriptLog _log;
    private readonly RunTransaction? _before;
    private TenantStateRecord? _state;
    private string? _stateWrite;
    private MeteredWrite? _stateMetered;
    private int _logLines;

    /// <param name="access">The tenant, its cache, stores and limits.</param>
    /// <param name="emits">This run's emitted events.</param>
    /// <param name="actions">This run's actions.</param>
    /// <param name="schedules">This run's schedules.</param>
    /// <param name="log">Receives the script's log lines.</param>
    public RunTransaction(TenantAccess access, RunEmits emits, RunActions actions, RunSchedules schedules, IScriptLog log)
    {
        (_access, _emits, _actions, _schedules, _log) = (access, emits, actions, schedules, log);
        _guard = new LimitGuard(access.Limits);
        (_written, _held) = (new WriteMeter(_guard, before: 0), new ReadMeter(_guard, before: 0));
        _keys = new RunKeys(access.Tenant, access.Cache, access.Stores.Keys, _guard, _written, _held, access.Time);
    }

    private RunTransaction(RunTransaction before, RunEmits emits, RunActions actions, IScriptLog log)
    {
        (_before, _access, _emits, _actions, _schedules, _log) = (before, before._access, emits, actions, before._schedules.Follow(), log);
        _guard = new LimitGuard(_access.Limits);
        (_written, _held) = (new WriteMeter(_guard, before._written.Total), new ReadMeter(_guard, before._held.Bytes));
        _keys = before._keys.Follow(_guard, _written, _held);
        (_state, _stateWrite, _stateMetered) = (before._state, before._stateWrite, before._stateMetered);
    }

    /// <summary>Set when the run must not commit.</summary>
    public RunAborted? Aborted => _guard.Aborted;

    /// <summary>Whether the commit has nothing to check or to write.</summary>
    public bool IsEmpty => _keys.IsEmpty && _state is null && _stateWrite is null && _emits.Events.Count == 0 && _schedules.Writes.Count == 0
        && _actions.Sent.Count == 0 && _actions.Cancelled.Count == 0;

    /// <summary>Whether a follow-up run can copy its state cheaply, and may be committed with it.</summary>
    public bool IsSmall => _keys.Count <= MaxCopiedKeys && _keys.Ranges.Count == 0 && _written.Total <= MaxSharedBytes;

    /// <summary>Lines that the run has logged.</summary>
    public int LogLines => _logLines;

    /// <summary>Events that the run itself has emitted.</summary>
    public int EmittedEvents => _emits.OwnCount;

    /// <summary>Bytes that the run itself wants to write: keys, values, state, payloads of events and schedules.</summary>
    public long WrittenBytes => _written.Own;

    public string? Call(HostFunction function, ReadOnlySpan<string?> arguments)
    {
        if (Aborted is not null)
        {
            throw new ScriptHostException("RunAborted", "The run has ended and will not be committed.");
        }

        return function switch
        {
            HostFunction.KvGet => _keys.Read(_keys.Name(arguments)),
            HostFunction.KvGetRecord => _keys.ReadRecord(_keys.Name(arguments)),
            HostFunction.KvSet => _keys.Set(_keys.Name(arguments), arguments[2]!, arguments[3], arguments[4]),
            HostFunction.KvDelete => _keys.Delete(_keys.Name(arguments)),
            HostFunction.KvIncrement => _keys.Increment(_keys.Name(arguments), arguments[2]!),
            HostFunction.KvCompareAndSet => _keys.CompareAndSet(_keys.Name(arguments), arguments[2], arguments[3]),
            HostFunction.KvGetMany => _keys.ReadMany(arguments[0]!, arguments[1]!),
            HostFunction.KvList => _keys.List(arguments),
            HostFunction.StateData => _stateWrite ?? State().DataJson,
            HostFunction.StateEvents => JsonSerializer.Serialize(State().Events, RunsJsonContext.Default.IReadOnlyListString),
            HostFunction.StateSet => WriteState(arguments[0]!),
            HostFunction.EventsEmit => Emit(arguments),
            HostFunction.EventsSchedule => Schedule(arguments),
            HostFunction.EventsUnschedule => Unschedule(arguments[0]!),
            HostFunction.ActionsSend => SendAction(arguments),
            HostFunction.ActionsCancel => CancelAction(arguments[0]!),
            HostFunction.Log => Log(arguments[0]!, arguments[1]!),
            HostFunction.Limits => string.Create(
                CultureInfo.InvariantCulture, $"[{_access.Limits.ValueBytes},{_access.Limits.EventPayloadBytes},{_access.Limits.ActionPayloadBytes}]"),
            HostFunction.Breach => throw _guard.Breach(arguments[0]!, arguments[1]!),
            _ => throw new ScriptHostException("TypeError", $"{function} is not supported by this worker."),
        };
    }

    /// <summary>Sends what the handler returned as an action. A limit that it breaches is in <see cref="Aborted"/>.</summary>
    public void SendReturned(string type, string json)
    {
        try
        {
            SendAction([type, json, "0", null, null]);
        }
        catch (ScriptHostException)
        {
            // There is no script any more that could hear of it.
        }
    }

    /// <summary>What to check and to write in the commit.</summary>
    public FinishedRun Finish(IdempotencyEntry? idempotency) => new()
    {
        Tenant = _access.Tenant,
        Reads = _keys.Reads,
        Ranges = _keys.Ranges,
        Writes = _keys.Writes,
        StateRead = _state is null ? null : new StateRead(_state.Version),
        StateWriteJson = _stateWrite,
        Idempotency = idempotency,
        Emits = [.. _emits.Events],
        Actions = [.. _actions.Sent],
        CancelledActions = [.. _actions.Cancelled],
        Schedules = _schedules.Writes,
    };

    /// <summary>
    /// The same checks without the run's own writes, for a failed run: what it failed on must still hold. The writes of the earlier runs
    /// that it followed are kept.
    /// </summary>
    public FinishedRun FinishFailed(IdempotencyEntry? idempotency)
    {
        var before = _before?.Finish(null);
        return Finish(idempotency) with
        {
            Writes = before?.Writes ?? [],
            StateWriteJson = before?.StateWriteJson,
            Emits = before?.Emits ?? [],
            Actions = before?.Actions ?? [],
            CancelledActions = before?.CancelledActions ?? [],
            Schedules = before?.Schedules ?? [],
        };
    }

    /// <summary>
    /// Starts a follow-up run: it sees what this one wrote, and both are committed together. This instance stays
    /// unchanged, in case the other fails.
    /// </summary>
    public RunTransaction Follow(RunEmits emits, RunActions actions, IScriptLog log)
    {
        emits.ContinueFrom(_emits);
        actions.ContinueFrom(_actions);
        return new RunTransaction(this, emits, actions, log);
    }

    /// <summary>Updates the cache after the commit with the written values and their new version.</summary>
    public void Remember(RunVerdict.Committed committed)
    {
        _keys.Remember(committed);
        if (_stateWrite is not null)
        {
            _access.Cache.State = State() with { DataJson = _stateWrite, Version = committed.Version };
        }
    }

    /// <summary>Removes everything that this run touched from the cache, after a failed check or an unknown outcome.</summary>
    public void Forget()
    {
        _keys.Forget();
        _access.Cache.State = null;
    }

    private TenantStateRecord State()
    {
        if (_state is null)
        {
            _state = _access.Cache.State ??= _guard.Read(() => _access.Stores.States.Read(_access.Tenant));
        }

        return _state;
    }

    private string? WriteState(string json)
    {
        _guard.RequireValueSize("The tenant's state", null, json);
        _ = State();
        _stateMetered = _written.Count(RunWeight.OfState(json), _stateMetered, "value", "state");
        _stateWrite = json;
        return null;
    }

    private string Emit(ReadOnlySpan<string?> arguments)
    {
        var (name, dataJson) = (arguments[0]!, arguments[1]!);
        if (arguments[3] is { } key && (_emits.OfKey(key)?.EventId ?? _guard.Read(() => _access.Stores.Idempotency.ReadEventId(_access.Tenant, key))) is { } known)
        {
            return $"\"{known}\"";
        }

        var subscribers = _emits.Subscribers(name);
        _guard.Refuse(_guard.Read(() => _emits.Breach(name, dataJson, subscribers)));
        _ = _written.Count(RunWeight.OfEvent(name, dataJson, subscribers), null, "event", name);
        return _emits.Add(name, dataJson, subscribers, arguments[2]!, arguments[3]);
    }

    private string SendAction(ReadOnlySpan<string?> arguments)
    {
        var (type, dataJson) = (arguments[0]!, arguments[1]!);
        if (arguments[3] is { } key && _guard.Read(() => _actions.OfKey(_access.Tenant, key)) is { } known)
        {
            return $"\"{known}\"";
        }

        _guard.Refuse(_guard.Read(() => _actions.Breach(type, dataJson)));
        _ = _written.Count(RunWeight.OfAction(type, dataJson), null, "action", type);
        return $"\"{_actions.Add(type, dataJson, arguments[2]!, arguments[3], arguments[4])}\"";
    }

    private string CancelAction(string text)
    {
        if (!Guid.TryParseExact(text, "D", out var id))
        {
            throw new ScriptHostException("TypeError", "actions.cancel: the id must be a UUID, as actions.send returns it");
        }

        var isNew = false;
        var cancelled = _guard.Read(() => _actions.Cancel(_access.Tenant, id, out isNew));
        if (isNew)
        {
            _ = _written.Count(RunWeight.RowBytes, null, "action", text);
        }

        return ScriptJson.Of(cancelled);
    }

    private string? Schedule(ReadOnlySpan<string?> arguments)
    {
        var (name, cron, timeZone, eventName, dataJson, catchUp) = (arguments[0]!, arguments[1]!, arguments[2]!, arguments[3]!, arguments[4]!, arguments[5]!);
        _guard.Refuse(_guard.Read(() => _schedules.Breach(name, dataJson)));
        _schedules.Add(name, cron, timeZone, eventName, dataJson, catchUp, _written);
        return null;
    }

    private string Unschedule(string name) => ScriptJson.Of(_guard.Read(() => _schedules.Remove(name, _written)));

    private string? Log(string level, string text)
    {
        var limits = _access.Limits;
        if (++_logLines > limits.LogLines)
        {
            throw _guard.Breach("TooManyLogLines", $"A run may write at most {limits.LogLines} log lines.");
        }

        _log.Write(level, Utf8Text.Cut(text, limits.LogLineBytes));
        return null;
    }
}
