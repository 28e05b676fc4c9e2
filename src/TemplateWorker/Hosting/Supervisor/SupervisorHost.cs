using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Server;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Cli;
using TemplateWorker.Configuration.Transfer;
using TemplateWorker.Console;
using TemplateWorker.Hosting.Worker;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.JavaScript;
using TemplateWorker.Metrics;
using TemplateWorker.Runs;
using TemplateWorker.Sandbox;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Pulling;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Results;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.Storage.Tenants;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.Storage.Usage;
using TemplateWorker.Supervision.Accepting;
using TemplateWorker.Supervision.Actions;
using TemplateWorker.Supervision.Deaths;
using TemplateWorker.Supervision.Health;
using TemplateWorker.Supervision.Launching;
using TemplateWorker.Supervision.Leases;
using TemplateWorker.Supervision.Links;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Pool;
using TemplateWorker.Supervision.Timekeeping;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>
/// <c>--worker-type processpool | threadpool</c>: migrates, keeps the workers alive and serves HTTP until a signal.
/// </summary>
internal static partial class SupervisorHost
{
    public static Task<ExitCode> RunAsync(RunSupervisor command) => ConfiguredRun.RunAsync(
        command.ConfigPath, command.Overrides, ProcessRole.Supervisor, run => RunAsync(run, command.Mode));

    private static async Task<ExitCode> RunAsync(ConfiguredRun run, WorkerMode mode)
    {
        var time = TimeProvider.System;
        var options = run.Options;
        var logger = run.Loggers.CreateLogger(typeof(SupervisorHost).FullName!);
        if (MachineLimits.Fault(options.Workers, MachineLimits.OpenFiles) is { } shortage)
        {
            Log.CannotStart(logger, shortage);
            return ExitCode.Misuse;
        }

        foreach (var warning in MachineLimits.Warnings(options.Workers, options.Scripting, MachineMemory.Read("/"), new ControlGroups("/").Tasks))
        {
            Log.FitsBadly(logger, warning);
        }

        if (Environment.IsPrivilegedProcess)
        {
            Log.IsRoot(logger);
        }

        foreach (var warning in ExposedSecrets.Warnings(run.SecretFiles, PeerCredentials.OfThisProcess()?.UserId))
        {
            Log.SecretExposed(logger, warning);
        }

        var sandbox = SandboxPlan.Of(mode, options.Workers.Sandbox, OperatingSystem.IsLinux(), ProcessSandbox.SealFault());
        if (sandbox.Shortfall is { } shortfall)
        {
            Log.NotSandboxed(logger, shortfall);
        }

        if (sandbox.Level != SandboxLevel.None)
        {
            // Workers run as the same user and could read the secrets of this process.
            ProcessSandbox.Hide();
        }

        await using var probe = new EngineProbe(options.Scripting, run.Signals.Stop);
        await using var postgres = await run.OpenPostgresAsync();
        await using var direct = await postgres.OpenDirectAsync(ConnectionBudget.Background, run.Signals.Stop);
        await using var database = await postgres.OpenDatabaseAsync(ConnectionBudget.Requests, run.Signals.Stop);
        foreach (var doubt in database.Doubts)
        {
            Log.NotDurable(logger, doubt);
        }

        await using var owner = options.Meta.MigratePostgresUrl is null
            ? null
            : await postgres.OpenAsOwnerAsync(ConnectionBudget.Owner, run.Signals.Stop);
        var schema = new SchemaUpgrade(owner ?? direct, run.Loggers.CreateLogger<SchemaUpgrade>(), time);
        await schema.StartAsync(options.Migrations.OnStart, run.Signals.Stop);
        await new QueueLimitStore(owner ?? direct).WriteAsync(options.Limits, run.Signals.Stop);
        var forWorkers = new Secret(await postgres.WorkerConnectionStringAsync(run.Signals.Stop));
        if (ConnectionBudget.Fault(options.Workers, owner is not null, await ServerCapacity.ReadAsync(direct, run.Signals.Stop)) is { } fault)
        {
            Log.CannotStart(logger, fault);
            return ExitCode.Misuse;
        }

        var hasMicrotaskGuard = await probe.HasGuard;
        if (!hasMicrotaskGuard)
        {
            Log.NoMicrotaskGuard(logger);
        }

        using var deaths = new DeathRecord(direct, run.Loggers.CreateLogger<DeathRecord>());
        await new AbandonedDeaths(deaths).CountAsync(Path.GetTempPath(), run.Signals.Stop);
        using var threads = new ThreadLauncher(options.Scripting, hasMicrotaskGuard);
        await using var arrivals = CreateArrivals(
            run,
            (number, inFlight) => WorkerSettings.From(options, number, forWorkers, hasMicrotaskGuard, inFlight) with
            {
                IsTransactionPooled = postgres.IsTransactionPooled,
                Sandbox = sandbox.Level,
            },
            time);
        var name = $"{Environment.MachineName}:{Environment.ProcessId}";
        using var actions = new ActionHost(database, $"{name}:{Guid.NewGuid()}", run.Loggers, time);
        using var metrics = new MetricsPipeline();
        var settled = new SettledDeliveries();
        await using var pool = new WorkerPool(new SupervisionParts
        {
            Settled = settled,
            ActionsSent = actions.Wake,
            Workers = options.Workers,
            Health = new HealthPolicy(options.Workers, options.Limits),
            SilentKills = new KillSpacing(options.Workers.HeartbeatInterval, time),
            Launcher = mode == WorkerMode.ThreadPool
                ? threads
                : new ProcessLauncher([.. ScriptEngines.EnvironmentOfWorker(options.Scripting, options.Workers.MemoryBytes), .. sandbox.Variables]),
            Arrivals = arrivals,
            InFlightThreads = mode == WorkerMode.ThreadPool ? 0 : ScriptThreadCount.Most(options.Scripting),
            WorkerDied = deaths.CountAsync,
            Measured = new WorkerMeter(metrics.Meter).Add,
            Resting = new RestingTenants(time),
            Loggers = run.Loggers,
            Time = time,
            GiveUp = run.Signals.GiveUp,
        });
        var waits = new EventWaits(new EventResultStore(database), settled, pool.Holds, time, run.Signals.Stop);
        var timekeeping = new TimekeepingHost(database, owner ?? database, options.Retention, options.Limits, name, pool.Holds, run.Loggers, time);
        await timekeeping.StartAsync(run.Signals.Stop);
        using var lease = new SlotLease(
            new LeaseStore(direct), pool, Guid.NewGuid(), name, new LeaseTimes(), time, run.Loggers.CreateLogger<SlotLease>());
        var keeper = new LoopKeeper(time, run.Loggers.CreateLogger<LoopKeeper>());
        new SupervisorMeter(metrics.Meter, pool, keeper).Observe();
        await using var server = new EmbeddedServer(postgres.OwnCluster, time, run.Loggers.CreateLogger<EmbeddedServer>());
        await ServeAsync(run, database, direct, postgres, pool, lease, timekeeping, actions, waits, keeper, server, metrics, time, logger);
        await lease.LeaveAsync();
        if (keeper.Failed.IsCompleted || server.Lost.IsCompleted)
        {
            return ExitCode.Failed;
        }

        return run.Signals.GiveUp.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static async Task ServeAsync(
        ConfiguredRun run,
        Database database,
        Database direct,
        PostgresAccess postgres,
        WorkerPool pool,
        SlotLease lease,
        TimekeepingHost timekeeping,
        ActionHost actions,
        EventWaits waits,
        LoopKeeper keeper,
        EmbeddedServer server,
        MetricsPipeline metrics,
        TimeProvider time,
        ILogger logger)
    {
        await using var waker = new SlotWaker(new WakeStore(database), time, run.Loggers.CreateLogger<SlotWaker>());
        await using var acceptor = new EventAcceptor(
            new EventStore(database, time), new DeliveryHandover(pool, waker), run.Options.Limits,
            new EventRates(run.Options.Limits, time, run.Loggers.CreateLogger<EventRates>()), time);
        var tokens = await TokensAsync(run, logger);
        var issued = new IssuedTokens(new TokenStore(database), time);
        await issued.ReadAllAsync(run.Signals.Stop);
        var suspensions = new SuspensionStore(database);
        var suspended = new SuspendedTenants(suspensions, time);
        await suspended.ReadAllAsync(run.Signals.Stop);
        await using var http = new HttpServer(new HttpServerParts
        {
            Addrs = run.Options.Addrs,
            Tokens = tokens,
            Issued = issued,
            Suspended = suspended,
            Audited = new AuditedStores(database),
            Limits = run.Options.Limits,
            Pool = pool,
            Loops = keeper,
            Acceptor = acceptor,
            Waits = waits,
            Deliveries = new DeliveryStore(database),
            Actions = new ActionOperations(database),
            Pull = new PullStore(database),
            ActionRoutes = new RouteStore(database),
            Lanes = new LaneStore(database),
            Leases = new LeaseStore(database),
            Policies = new PolicyStore(database),
            Schedules = new ScheduleStore(database),
            History = new HistoryStore(database),
            Logs = new LogStore(database),
            Results = new EventResultStore(database),
            Retention = run.Options.Retention,
            Keys = new KeyValueStore(database),
            Usage = new UsageStore(database),
            States = new TenantStateStore(database),
            Templates = new TemplateStore(database),
            Migrator = new Migrator(database, time),
            Writes = new WriteCheck(database),
            ConsoleOptions = run.Options.Console,
            Console = ConsoleOf(run.Options.Console),
            Metrics = metrics.Provider,
            Loggers = run.Loggers,
            Time = time,
        });
        // A supervisor that cannot listen must not take slots from the others; the background work takes them when workers are ready.
        var addresses = await http.StartAsync(run.Signals.Stop);
        pool.Start();
        if (run.Options.Addrs.Open)
        {
            Log.Open(logger, addresses.Http);
        }

        if (run.Options.Console.Enabled)
        {
            Log.ServingConsole(logger, addresses.Http);
        }

        if (addresses.Health is not null)
        {
            Log.ServingHealth(logger, addresses.Health);
        }

        if (addresses.Metrics is not null)
        {
            Log.ServingMetrics(logger, addresses.Metrics);
        }

        Log.Listening(logger, addresses.Http, postgres.Display);

        await using var upkeep = new BackgroundWork(
            database, direct, pool, lease, new TokenRefresh(issued, time, run.Loggers.CreateLogger<TokenRefresh>()),
            new SuspensionRefresh(suspended, suspensions, Environment.MachineName, time, run.Loggers.CreateLogger<SuspensionRefresh>()),
            [.. timekeeping.Loops, .. actions.Loops(pool.Holds), new("event waits", waits.RunAsync)],
            keeper, run.Loggers, time);

        await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, time, run.Signals.Stop), keeper.Failed, server.Lost);
        Log.Stopping(logger, run.Options.Workers.DrainTimeout.TotalSeconds);

        // Workers stop before HTTP, so that the answers of their last runs can still be sent.
        await pool.StopAsync();
        await http.StopAsync(run.Signals.GiveUp);
        Log.Stopped(logger);
    }

    private static ConsoleFactory? ConsoleOf(ConsoleOptions options) => options.Enabled ? LoadConsole() : null;

    // By itself, since compiling what names the console loads it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ConsoleFactory LoadConsole() => ConsoleSite.Create;

    /// <summary>The tokens of the configuration, or the one that the supervisor makes because the configuration has no token and the API is not open.</summary>
    private static async Task<IReadOnlyList<TokenOptions>> TokensAsync(ConfiguredRun run, ILogger logger)
    {
        if (run.Options.Addrs.Open || run.Options.Tokens.Count > 0)
        {
            return run.Options.Tokens;
        }

        var file = new AdminTokenFile(run.ConfigDirectory);
        var token = await file.ReadOrMakeAsync(run.Signals.Stop);
        Log.AdminToken(logger, file.Path);
        return [token];
    }

    private static WorkerArrivals CreateArrivals(ConfiguredRun run, Func<int, string?, WorkerSettings> settings, TimeProvider time)
    {
        return new WorkerArrivals(
            IpcListener.Open(Path.GetTempPath()),
            new SupervisorHandshake(OwnBuild.Id, WorkerLinkOptions.Value, time),
            (number, inFlight) => new Welcome(run.Options.Workers.HeartbeatInterval, settings(number, inFlight).ToBytes()),
            time,
            run.Loggers.CreateLogger<WorkerArrivals>());
    }
}
