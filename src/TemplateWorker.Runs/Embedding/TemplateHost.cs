using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Committing;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.InFlight;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Text;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Feeding;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs.Embedding;

/// <summary>Runs templates inside another program, on its own script threads, without HTTP and without a supervisor.</summary>
/// <remarks>
/// <para>Thread-safe. A process may have one host at a time with the JavaScriptCore engine, which keeps process-wide settings.</para>
/// <para>A host runs immediate calls from its start. It runs stored deliveries only of the slots that <see cref="AssignSlotsAsync"/> gave it.</para>
/// <para>Nothing protects the process from a script that native code of the engine does not let go of (docs/engines.md): a program that runs templates
/// of tenants it does not trust uses worker processes under a supervisor instead.</para>
/// </remarks>
public sealed class TemplateHost : IAsyncDisposable
{
    private const int MaxEventName = 128;
    private const long CacheOfLanes = 64L << 20;

    private readonly TemplateHostOptions _options;
    private readonly TimeProvider _time;
    private readonly IScriptEngine _engine;
    private readonly ScriptLogWriter _scriptLogs;
    private readonly TemplateStore _templates;
    private readonly TemplateRuntime _runtime;
    private readonly ConcurrentDictionary<ulong, Action> _unanswered = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly SortedList<ulong, TaskCompletionSource> _releases = [];
    private ulong _epoch;
    private ulong _lastCall;
    private int _isDisposed;

    private TemplateHost(Database database, TemplateHostOptions options, IScriptEngine engine, ILoggerFactory loggers, TimeProvider time)
    {
        (_options, _engine, _time) = (options, engine, time);
        _templates = new TemplateStore(database);
        _scriptLogs = new ScriptLogWriter(new LogStore(database), time, loggers.CreateLogger<ScriptLogWriter>());
        _runtime = new TemplateRuntime(new TemplateRuntimeParts
        {
            Engine = engine,
            Stores = TenantStores.Of(database),
            Committer = new RunCommitter(database),
            BigCommitter = new RunCommitter(database),
            Limits = options.Limits,
            MaxOutstanding = options.MaxOutstanding,
            Warm = new WarmLimits(options.Scripting.WarmTenants, options.Scripting.IdleEviction),
            ScriptThreads = options.Scripting.Threads,
            InFlight = NoInFlightRecorder.Instance,
            CacheBytes = options.Scripting.CacheBytes,
            MemoryBytes = options.MemoryBytes,
            ScriptLogs = new ScriptLogFactory(loggers.CreateLogger<ScriptLogFactory>(), _scriptLogs),
            Feed = new DeliveryFeed(database),
            WorkerName = options.WorkerName,
            LaneBytes = CacheOfLanes,
            RecordsAllCalls = false,
            BoundMoved = _ => { },
            SlotsReleased = CompleteReleases,
            ActionsSent = () => { },
            DeliveriesSettled = _ => { },
            Broken = () => _broken.TrySetResult(),
            FeederLogger = loggers.CreateLogger<LaneFeeder>(),
            CommitterLogger = loggers.CreateLogger<GroupCommitter>(),
            QuotaLogger = loggers.CreateLogger<QuotaWarnings>(),
            ThreadLogger = loggers.CreateLogger<ScriptThread>(),
            Time = time,
        });
    }

    /// <summary>Completes when a defect, which the log describes, keeps the host from reading deliveries. Dispose it then.</summary>
    public Task Broken => _broken.Task;

    /// <summary>Loads the script engine and starts the host's threads.</summary>
    /// <param name="database">Holds all migrations. It stays the caller's, who disposes it after the host. Each script thread uses one connection, the rest of the host up to five.</param>
    /// <param name="options">How templates run.</param>
    /// <param name="loggers">Where the host and the templates' <c>console</c> write.</param>
    /// <param name="time">The clock of deadlines and idle times.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    /// <exception cref="InvalidOperationException">Migrations are missing or unknown, or the script engine cannot run here; the message names the remedy.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public static async Task<TemplateHost> StartAsync(
        Database database, TemplateHostOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        Require(options);
        var status = await new Migrator(database, time).StatusAsync(cancellationToken);
        if (!status.IsCurrent)
        {
            throw new InvalidOperationException(
                $"The database does not have the schema of this version: {status.Pending.Count} migrations are missing, {status.Unknown.Count} are unknown. "
                + "Apply the missing ones with Migrator.ApplyAsync or 'template-worker migrate'; unknown ones need a newer version.");
        }

        try
        {
            var engine = ScriptEngines.Create(new ScriptEngineOptions { Kind = options.Scripting.Engine, Jit = options.Scripting.Jit, OwnsProcess = false });
            return new TemplateHost(database, options, engine, loggers, time);
        }
        catch (ScriptEngineUnavailableException fault)
        {
            throw new InvalidOperationException(fault.Message, fault);
        }
    }

    /// <summary>Checks a template on a script thread and makes it the tenant's active version of that name.</summary>
    /// <param name="tenant">The owner.</param>
    /// <param name="template">1 to 64 characters: <c>a-z</c>, <c>0-9</c>, <c>-</c>, <c>_</c>.</param>
    /// <param name="files">Source by path, one of <c>index.js</c>, <c>index.mjs</c>, <c>index.ts</c> among them.</param>
    /// <param name="cancellationToken">Gives up; the template may be published all the same.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<TemplatePublication> PublishAsync(
        TenantId tenant, string template, IReadOnlyDictionary<string, string> files, CancellationToken cancellationToken)
    {
        var limits = _options.Limits.For(tenant);
        if ((TemplateRules.NameFault(template) ?? TemplateRules.FilesFault(files)) is { } fault)
        {
            return new TemplatePublication.Rejected("InvalidTemplate", fault, null, null, null);
        }

        if (TemplateRules.SizeOf(files) is var size && size > limits.TemplateFilesBytes)
        {
            return new TemplatePublication.Rejected(
                "TooLarge", $"The files of a template may have {limits.TemplateFilesBytes} bytes together, these have {size}.", null, null, null);
        }

        var source = new ScriptSource { Template = template, Version = 0, Files = files, Settings = "{}" };
        switch (await CheckAsync(tenant, source, cancellationToken))
        {
            case CheckOutcome.Accepted(var subscriptions, var code):
                return await StoreAsync(tenant, source with { Code = code }, subscriptions, limits, cancellationToken);
            case CheckOutcome.Faulty(var failure):
                return new TemplatePublication.Rejected(failure.Reason.ToString(), failure.Message, failure.File, failure.Line, failure.Column);
            case CheckOutcome.Refused(var reason, var message):
                return new TemplatePublication.Rejected(reason.ToString(), message, null, null, null);
            default:
                throw new InvalidOperationException("Unexpected outcome of a check.");
        }
    }

    /// <summary>Runs an event for a tenant now: all templates that subscribe to it, one after the other, each in a transaction of its own.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="eventName">1 to 128 characters.</param>
    /// <param name="data">The payload as UTF-8 JSON, within <see cref="TenantLimits.EventPayloadBytes"/>. The caller must not change it before the call ends.</param>
    /// <param name="cancellationToken">Ends the run under way; the call ends as <see cref="EventRefusal.Cancelled"/>, not with an exception.</param>
    /// <exception cref="ArgumentException">The name or the payload is not acceptable.</exception>
    public async Task<EventOutcome> RunAsync(
        TenantId tenant, string eventName, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Require(eventName, data.Span, _options.Limits.For(tenant));
        var callId = Interlocked.Increment(ref _lastCall);
        var call = new EventCall
        {
            CallId = callId,
            Tenant = tenant,
            Event = new TenantEvent(Guid.CreateVersion7(_time.GetUtcNow()), eventName, data, Hops: 0),
            TimeLeft = _options.CallTimeout,
        };
        return await AnswerAsync<EventOutcome>(
            callId,
            answer => _runtime.Submit(call, answer),
            new EventOutcome.Refused(EventRefusal.Draining, "The host was stopped before the call ended."),
            cancellationToken);
    }

    /// <summary>Sets the complete list of slots whose stored deliveries this host runs from now on.</summary>
    /// <param name="slots">
    /// Each slot at most once, with the fence that <see cref="Storage.Leases.LeaseStore.ClaimAsync"/> returned. The caller keeps the lease alive; when it
    /// is lost, the fence makes every commit of the old owner fail.
    /// </param>
    /// <param name="cancellationToken">Ends the wait, not the change.</param>
    /// <returns>Completes when nothing runs any more in slots that are not on the list, so that another owner may have them.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or the host was disposed.</exception>
    public Task AssignSlotsAsync(IReadOnlyList<SlotFence> slots, CancellationToken cancellationToken)
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _releases.Add(++_epoch, released);
            _runtime.Assign(_epoch, slots);
        }

        return released.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Reads these slots at once, because deliveries were stored. Without it they are found within about a second.</summary>
    /// <param name="slots">At least one; slots of others are ignored.</param>
    public void Wake(IReadOnlyList<int> slots)
    {
        if (slots.Count > 0)
        {
            _runtime.Wake(slots);
        }
    }

    /// <summary>Reads the tenant's templates and its ban again before its next run, because another process changed them.</summary>
    public void NoteChanged(TenantId tenant) => _runtime.NoteChanged(tenant);

    /// <summary>
    /// Refuses new work, waits up to <see cref="TemplateHostOptions.DrainTimeout"/> for what runs, then stops the threads. Calls that have not ended by
    /// then end as <see cref="EventRefusal.Draining"/>. Disposing twice is harmless.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _runtime.DrainAsync(_options.DrainTimeout, CancellationToken.None);
        _runtime.Dispose();
        foreach (var giveUp in _unanswered.Values)
        {
            giveUp();
        }

        lock (_gate)
        {
            foreach (var release in _releases.Values)
            {
                release.TrySetCanceled(CancellationToken.None);
            }
        }

        await _scriptLogs.DisposeAsync();
        _engine.Dispose();
    }

    private static void Require(TemplateHostOptions options)
    {
        var fault = options switch
        {
            { Scripting.Threads: < 1 or > 64 } => $"Scripting.Threads must be 1 to 64, was {options.Scripting.Threads}.",
            { Scripting.WarmTenants: < 1 } => $"Scripting.WarmTenants must be at least 1, was {options.Scripting.WarmTenants}.",
            { MaxOutstanding: < 1 } => $"MaxOutstanding must be at least 1, was {options.MaxOutstanding}.",
            { MemoryBytes: < 1 } => $"MemoryBytes must be at least 1, was {options.MemoryBytes}.",
            _ when options.CallTimeout <= TimeSpan.Zero => $"CallTimeout must be longer than zero, was {options.CallTimeout}.",
            _ when options.DrainTimeout < TimeSpan.Zero => $"DrainTimeout must not be negative, was {options.DrainTimeout}.",
            _ => null,
        };
        if (fault is not null)
        {
            throw new ArgumentOutOfRangeException(nameof(options), fault);
        }
    }

    private static void Require(string eventName, ReadOnlySpan<byte> data, TenantLimits limits)
    {
        if (eventName.Length is 0 or > MaxEventName || eventName.Contains('\0') || !Utf16Text.IsWellFormed(eventName))
        {
            throw new ArgumentException(
                $"An event's name has 1 to {MaxEventName} characters, without U+0000 and halves of surrogate pairs.", nameof(eventName));
        }

        if (data.Length > limits.EventPayloadBytes)
        {
            throw new ArgumentException($"The data of an event may have {limits.EventPayloadBytes} bytes, this has {data.Length}.", nameof(data));
        }

        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = JsonText.Options.MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    // Reading up to the next token does not check that the text is UTF-8.
                    _ = reader.GetString();
                }
            }
        }
        catch (JsonException exception)
        {
            var fault = JsonFault.Of(data, exception);
            throw new ArgumentException(
                $"The data of an event must be UTF-8 JSON: {fault.Message} (at byte {fault.Offset}).", nameof(data), exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new ArgumentException(
                "The data of an event must be UTF-8 JSON: a string is not UTF-8, or has half of a surrogate pair.", nameof(data), exception);
        }
    }

    private Task<CheckOutcome> CheckAsync(TenantId tenant, ScriptSource source, CancellationToken cancellationToken)
    {
        var callId = Interlocked.Increment(ref _lastCall);
        return AnswerAsync<CheckOutcome>(
            callId,
            answer => _runtime.Check(callId, tenant, source, answer),
            new CheckOutcome.Refused(EventRefusal.Draining, "The host was stopped before the template was checked."),
            cancellationToken);
    }

    private async Task<TemplatePublication> StoreAsync(
        TenantId tenant, ScriptSource source, IReadOnlyList<string> subscriptions, TenantLimits limits, CancellationToken cancellationToken)
    {
        var content = new TemplateContent
        {
            Name = source.Template,
            Files = source.Files,
            Code = source.Code,
            SettingsJson = source.Settings,
            Subscriptions = subscriptions,
        };
        switch (await _templates.PublishAsync(tenant, content, limits, cancellationToken))
        {
            case PublishOutcome.Published(var published):
                _runtime.NoteChanged(tenant);
                return new TemplatePublication.Published(published);
            case PublishOutcome.TooManyTemplates(var limit):
                return new TemplatePublication.Rejected("TooManyTemplates", $"{tenant} has {limit} templates, which is its limit.", null, null, null);
            default:
                throw new InvalidOperationException("Unexpected outcome of publishing.");
        }
    }

    private async Task<T> AnswerAsync<T>(ulong callId, Action<Action<T>> start, T whenStopped, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _unanswered[callId] = () => answer.TrySetResult(whenStopped);
        try
        {
            start(outcome => answer.TrySetResult(outcome));
            await using var registration = cancellationToken.Register(() => _runtime.Cancel(callId));
            return await answer.Task;
        }
        finally
        {
            _unanswered.TryRemove(callId, out _);
        }
    }

    private void CompleteReleases(ulong epoch)
    {
        lock (_gate)
        {
            while (_releases.Count > 0 && _releases.Keys[0] <= epoch)
            {
                _releases.Values[0].TrySetResult();
                _releases.RemoveAt(0);
            }
        }
    }
}
