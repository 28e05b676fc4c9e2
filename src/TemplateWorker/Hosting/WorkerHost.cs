using Microsoft.Extensions.Logging;
using TemplateWorker.Cli;
using TemplateWorker.Configuration;
using TemplateWorker.Ipc;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs;
using TemplateWorker.Runs.Committing;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Lanes.Feed;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Telemetry;
using TemplateWorker.Worker;

namespace TemplateWorker.Hosting;

/// <summary>
/// A worker from its connection to its end, in a process of its own or as threads of the supervisor's. It reads no
/// configuration: everything comes with the supervisor's welcome.
/// </summary>
internal static partial class WorkerHost
{
    /// <summary>How long a worker without a supervisor may take to end before it is ended.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(2);

    /// <summary>What waiting deliveries may take in a worker's memory; the rest waits in the database.</summary>
    private const long LaneBytes = 64L << 20;

    /// <summary><c>--worker-type processpoolworker</c>: the whole process is the worker.</summary>
    public static async Task<ExitCode> RunProcessAsync(RunWorker command)
    {
        // The terminal's Ctrl-C reaches the whole process group; how a worker ends is the supervisor's to say.
        using var signals = new StopSignals();
        WorkerInvitation invitation;
        try
        {
            invitation = WorkerInvitation.Take(Environment.GetEnvironmentVariable, name => Environment.SetEnvironmentVariable(name, null));
        }
        catch (IpcException fault)
        {
            await Console.Error.WriteLineAsync($"template-worker: {fault.Message}");
            return ExitCode.Misuse;
        }

        var reason = await RunAsync(invitation, command.WorkerId, EngineFactory.ForProcess, EndProcess, CancellationToken.None);
        EndProcessSoon();
        return reason is GoodbyeReason.Drained or GoodbyeReason.ParentGone ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Connects, serves, and ends.</summary>
    /// <param name="invitation">Where the supervisor is, and the token.</param>
    /// <param name="number">The worker's number.</param>
    /// <param name="createEngine">Loads the script engine, or gives the one that is loaded.</param>
    /// <param name="failFast">Ends the worker at once when it can no longer answer.</param>
    /// <param name="stopping">Ends it without being asked by the supervisor.</param>
    public static async Task<GoodbyeReason> RunAsync(
        WorkerInvitation invitation,
        int number,
        Func<WorkerSettings, IScriptEngine> createEngine,
        Action failFast,
        CancellationToken stopping)
    {
        var time = TimeProvider.System;
        var handshake = new WorkerHandshake(BuildId.Of(typeof(WorkerHost).Assembly), WorkerLinkOptions.Value, time);
        if (await handshake.RunAsync(invitation, number, stopping) is not WorkerHandshakeResult.Accepted accepted)
        {
            // The supervisor that started it has refused it or is gone, and logs why itself.
            return GoodbyeReason.ParentGone;
        }

        await using var connection = accepted.Connection;
        var settings = WorkerSettings.FromBytes(accepted.Welcome.Settings.Span);
        using var loggers = LoggingSetup.Create(settings.Logging, ProcessRole.Worker, number);
        try
        {
            var options = new DatabaseOptions
            {
                ConnectionString = settings.ConnectionString.Reveal(),
                MaxConnections = settings.MaxDbConnections,
                IsTransactionPooled = settings.IsTransactionPooled,
            };
            var opening = Database.OpenAsync(options, stopping);
            using var engine = createEngine(settings);
            await using var database = await opening;
            await using var scriptLogs = new ScriptLogWriter(new LogStore(database), time, loggers.CreateLogger<ScriptLogWriter>());
            using var stage = settings.StagePath is { } path ? new ProcessStage(path) : null;
            using var runtime = new TemplateRuntime(Parts(settings, engine, database, connection, scriptLogs, failFast, loggers, time) with
            {
                InFlight = stage ?? (IInFlightRecorder)NoInFlightRecorder.Instance,
            });
            var loop = new WorkerLoop(connection, runtime, accepted.Welcome.HeartbeatInterval, failFast, loggers.CreateLogger<WorkerLoop>());
            var reason = await loop.RunAsync(new Ready(engine.Name, settings.Scripting.Threads), stopping);
            await connection.CloseAsync(stopping);
            return reason;
        }
        catch (StorageException fault)
        {
            return await LeaveAsync(connection, GoodbyeReason.StorageUnavailable, fault.Message);
        }
        catch (ScriptEngineUnavailableException fault)
        {
            return await LeaveAsync(connection, GoodbyeReason.EngineUnusable, fault.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A worker's Main: the supervisor hears why before it starts the next one.
            Log.Crashed(loggers.CreateLogger(typeof(WorkerHost).FullName!), fault);
            return await LeaveAsync(connection, GoodbyeReason.Crashed, fault.Message);
        }
    }

    private static async Task<GoodbyeReason> LeaveAsync(
        IpcConnection<SupervisorMessage, WorkerMessage> connection, GoodbyeReason reason, string message)
    {
        connection.TrySend(new Goodbye(reason, message));
        using var limit = new CancellationTokenSource(EndWithin);
        await connection.CloseAsync(limit.Token);
        return reason;
    }

    private static TemplateRuntimeParts Parts(
        WorkerSettings settings,
        IScriptEngine engine,
        Database database,
        IpcConnection<SupervisorMessage, WorkerMessage> connection,
        ScriptLogWriter scriptLogs,
        Action failFast,
        ILoggerFactory loggers,
        TimeProvider time) => new()
        {
            Engine = engine,
            Stores = TenantStores.Of(database),
            Committer = new RunCommitter(database),
            Limits = settings.Limits,
            MaxOutstanding = settings.Queue,
            Warm = new WarmLimits(settings.Scripting.WarmTenants, settings.Scripting.IdleEviction),
            ScriptThreads = settings.Scripting.Threads,
            InFlight = NoInFlightRecorder.Instance,
            CacheBytes = settings.Scripting.CacheBytes,
            MemoryBytes = settings.MemoryBytes,
            Feed = new DeliveryFeed(database),
            WorkerName = $"{Environment.MachineName}:{Environment.ProcessId}/{settings.WorkerNumber}",
            LaneBytes = LaneBytes,
            RecordsAllCalls = settings.History.Immediate == RecordedCalls.All,
            BoundMoved = bound => _ = connection.TrySend(new LanesRead(bound)),
            SlotsReleased = epoch => _ = connection.TrySend(new SlotsReleased(epoch)),
            Broken = failFast,
            FeederLogger = loggers.CreateLogger<LaneFeeder>(),
            ScriptLogs = new ScriptLogFactory(loggers.CreateLogger<ScriptLogFactory>(), scriptLogs),
            CommitterLogger = loggers.CreateLogger<GroupCommitter>(),
            ThreadLogger = loggers.CreateLogger<ScriptThread>(),
            Time = time,
        };

    private static void EndProcess() => Environment.Exit((int)ExitCode.Failed);

    /// <summary>A script thread deep inside native code must not keep a worker alive that has nobody to serve.</summary>
    private static void EndProcessSoon()
    {
        var thread = new Thread(() =>
        {
            using var never = new ManualResetEventSlim();
            never.Wait(EndWithin);
            Environment.FailFast(null);
        })
        { IsBackground = true, Name = "end" };
        thread.Start();
    }
}
