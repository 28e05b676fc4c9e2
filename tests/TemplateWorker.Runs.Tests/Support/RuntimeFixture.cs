using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Committing;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.InFlight;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Feeding;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.Usage;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Engines;

namespace TemplateWorker.Runs.Tests.Support;

/// <summary>What runs templates in a worker, on a database of its own, without the process and the socket around it.</summary>
internal sealed class RuntimeFixture : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>One engine of each kind per process.</summary>
    private static readonly Lazy<IScriptEngine> Jint = new(() => ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.Jint }));

    private static readonly Lazy<IScriptEngine> JavaScriptCore = new(() => ScriptEngines.Create(
        new ScriptEngineOptions { Kind = ScriptEngineKind.JavaScriptCore }));

    private readonly TestDatabase _test;
    private readonly Guid _supervisor = Guid.NewGuid();
    private ulong _lastCall;
    private ulong _epoch;

    private RuntimeFixture(TestDatabase test, TemplateRuntime runtime)
    {
        _test = test;
        Runtime = runtime;
    }

    /// <summary>The engines that can run here.</summary>
    public static IReadOnlyList<ScriptEngineKind> Engines { get; } = JavaScriptCoreLibrary.SkipReason is null
        ? [ScriptEngineKind.Jint, ScriptEngineKind.JavaScriptCore]
        : [ScriptEngineKind.Jint];

    public TemplateRuntime Runtime { get; }

    public TestDatabase Test => _test;

    public static async Task<RuntimeFixture> CreateAsync(
        int threads = 2,
        TenantLimits? limits = null,
        int queue = 1_000,
        WarmLimits? warm = null,
        Func<TestDatabase, Task<Database>>? committing = null,
        TestDatabase? on = null,
        ILoggerFactory? loggers = null,
        ScriptEngineKind engine = ScriptEngineKind.Jint,
        LimitOptions? allLimits = null,
        TimeProvider? time = null,
        Action<IReadOnlyList<long>>? settled = null)
    {
        var test = on ?? await TestDatabase.CreateAsync();
        var database = test.Database;
        var committingDatabase = committing is null ? database : await committing(test);
        return new RuntimeFixture(test, new TemplateRuntime(new TemplateRuntimeParts
        {
            InFlight = NoInFlightRecorder.Instance,
            Engine = (engine == ScriptEngineKind.Jint ? Jint : JavaScriptCore).Value,
            Stores = TenantStores.Of(database),
            Committer = new RunCommitter(committingDatabase),
            BigCommitter = new RunCommitter(committingDatabase),
            Limits = allLimits ?? new LimitOptions { Default = limits ?? new TenantLimits() },
            MaxOutstanding = queue,
            Warm = warm ?? new WarmLimits(Heaps: 100, Idle: TimeSpan.FromMinutes(1)),
            ScriptThreads = threads,
            CacheBytes = 16 << 20,
            MemoryBytes = 8L << 30,
            Feed = new DeliveryFeed(database),
            WorkerName = "test/0",
            LaneBytes = 16 << 20,
            RecordsAllCalls = false,
            BoundMoved = _ => { },
            SlotsReleased = _ => { },
            ActionsSent = () => { },
            DeliveriesSettled = settled ?? (_ => { }),
            Broken = () => { },
            FeederLogger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<LaneFeeder>(),
            ScriptLogs = new ScriptLogFactory(NullLogger<ScriptLogFactory>.Instance, writer: null),
            CommitterLogger = NullLogger<GroupCommitter>.Instance,
            QuotaLogger = NullLogger<QuotaWarnings>.Instance,
            ThreadLogger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<ScriptThread>(),
            Time = time ?? TimeProvider.System,
        }));
    }

    public Task PublishAsync(TenantId tenant, string template, string source, params string[] subscriptions) =>
        PublishWithAsync("{}", tenant, template, source, subscriptions);

    /// <summary>Publishes a template that has settings.</summary>
    public async Task PublishWithAsync(string settings, TenantId tenant, string template, string source, params string[] subscriptions)
    {
        await new TemplateStore(_test.Database).PublishAsync(
            tenant,
            new TemplateContent
            {
                Name = template,
                Files = new Dictionary<string, string> { ["index.js"] = source },
                SettingsJson = settings,
                Subscriptions = subscriptions,
            },
            new TenantLimits(),
            CancellationToken.None);
        Runtime.NoteChanged(tenant);
    }

    /// <summary>Gives the runtime the lanes of the tenants' slots.</summary>
    public async Task AssignAsync(params TenantId[] tenants)
    {
        var leases = new LeaseStore(_test.Database);
        await leases.RenewAsync(_supervisor, "test", TimeSpan.FromHours(1), CancellationToken.None);
        var slots = tenants.Select(tenant => tenant.Slot).Distinct().ToArray();
        Runtime.Assign(++_epoch, await leases.ClaimAsync(_supervisor, slots, CancellationToken.None));
    }

    /// <summary>Stores an event and wakes its slot, as a supervisor does.</summary>
    public async Task AcceptAsync(TenantId tenant, string name, object? data = null)
    {
        var accepted = new NewEvent
        {
            Tenant = tenant,
            EventId = Guid.NewGuid(),
            Name = name,
            Data = JsonSerializer.SerializeToUtf8Bytes(data),
            MaxQueued = null,
        };
        (await new EventStore(_test.Database).AcceptAsync([accepted], AcceptMode.AllOrNothing, 0, CancellationToken.None))
            .ShouldAllBe(outcome => outcome is AcceptOutcome.Accepted);
        Runtime.Wake([tenant.Slot]);
    }

    /// <summary>Waits until the condition holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> describe)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Limit, describe());
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public Task<EventOutcome> SendAsync(TenantId tenant, string name, object? data = null, string? key = null, TimeSpan? timeLeft = null) =>
        SendAsync(Interlocked.Increment(ref _lastCall), tenant, name, data, key, timeLeft);

    public async Task<EventOutcome> SendAsync(
        ulong callId, TenantId tenant, string name, object? data = null, string? key = null, TimeSpan? timeLeft = null)
    {
        var done = new TaskCompletionSource<EventOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Runtime.Submit(
            new EventCall
            {
                CallId = callId,
                Tenant = tenant,
                Event = new TenantEvent(Guid.NewGuid(), name, JsonSerializer.SerializeToUtf8Bytes(data), Hops: 0),
                IdempotencyKey = key,
                TimeLeft = timeLeft ?? Limit,
            },
            done.SetResult);
        return await done.Task.WaitAsync(Limit);
    }

    /// <summary>Sends an event that one template subscribes to.</summary>
    public async Task<RunReport> RunAsync(TenantId tenant, string name, object? data = null, string? key = null) =>
        (await SendAsync(tenant, name, data, key)).ShouldBeOfType<EventOutcome.Finished>().Runs.Single();

    /// <summary>Waits until a run of the tenant is on the engine.</summary>
    public async Task UntilRunningAsync(TenantId tenant)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!Runtime.Running.Any(run => run.Tenant == tenant))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Waits until no run is on the engine.</summary>
    public async Task UntilIdleAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (Runtime.Running.Count > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Runtime.Dispose();
        await _test.DisposeAsync();
    }
}
