using Microsoft.Extensions.Logging;
using TemplateWorker.Cli;
using TemplateWorker.Configuration;
using TemplateWorker.Configuration.Transfer;
using TemplateWorker.Ipc;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs;
using TemplateWorker.Runs.Committing;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.InFlight;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Sandbox;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Feeding;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Usage;
using TemplateWorker.Telemetry;
using TemplateWorker.Worker;

namespace TemplateWorker.Hosting.Worker;

/// <summary>
/// A worker from its connection to its end, as a process or as threads of the supervisor's process. It reads no configuration:
/// its settings are part of the supervisor's welcome.
/// </summary>
internal static partial class WorkerHost
{
    /// <summary>How long a worker that lost its supervisor may take to exit before it is terminated.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(2);

    /// <summary>Memory, in bytes, for waiting deliveries in a worker; further ones wait in the database.</summary>
    private const long LaneBytes = 64L << 20;

    /// <summary><c>--worker-type processpoolworker</c>: the whole process is the worker.</summary>
    public static async Task<ExitCode> RunProcessAsync(RunWorker command)
    {
        // The terminal's Ctrl-C reaches the whole process group, but the supervisor decides when a worker stops.
        using var signals = new StopSignals();
        OutOfMemoryOrder.VolunteerThisProcess();
        WorkerInvitation invitation;
        try
        {
            invitation = WorkerInvitation.Take(Environment.GetEnvironmentVariable, name => Environment.SetEnvironmentVariable(name, null));
        }
        catch (IpcException fault)
        {
            await System.Console.Error.WriteLineAsync($"template-worker: {fault.Message}");
            return ExitCode.Misuse;
        }

        var reason = await RunAsync(invitation, command.WorkerId, EngineFactory.ForProcess, EndProcess, CancellationToken.None);
        EndProcessSoon();
        return reason is GoodbyeReason.Drained or GoodbyeReason.ParentGone ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Connects, serves, and ends.</summary>
    /// <param name="invitation">The supervisor's socket and the token.</param>
    /// <param name="number">The worker's number.</param>
    /// <param name="createEngine">Returns the script engine, loading it if necessary.</param>
    /// <param name="failFast">Ends the worker at once if it can no longer answer.</param>
    /// <param name="stopping">Ends the worker without a request by the supervisor.</param>
    public static async Task<GoodbyeReason> RunAsync(
        WorkerInvitation invitation,
        int number,
        Func<WorkerSettings, IScriptEngine> createEngine,
        Action failFast,
        CancellationToken stopping)
    {
        var time = TimeProvider.System;
        var handshake = new WorkerHandshake(OwnBuild.Id, WorkerLinkOptions.Value, time);
        if (await handshake.RunAsync(invitation, number, stopping) is not WorkerHandshakeResult.Accepted accepted)
        {
            // The supervisor refused this worker, and logged why, or has ended.
            return GoodbyeReason.ParentGone;
        }

        await using var connection = accepted.Connection;
        var settings = WorkerSettings.FromBytes(accepted.Welcome.Settings.Span);
        using var loggers = LoggingSetup.Create(settings.Logging, ProcessEnvironment.ErrorColours, ProcessRole.Worker, number);
        try
        {
            if (settings.Sandbox != SandboxLevel.None)
            {
                ProcessSandbox.Hide();
            }

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
            using var inFlight = settings.InFlightPath is { } path ? new InFlightRecorder(path) : null;
            using var runtime = new TemplateRuntime(Parts(settings, engine, database, connection, scriptLogs, failFast, loggers, time) with
            {
                InFlight = inFlight ?? (IInFlightRecorder)NoInFlightRecorder.Instance,
            });
            if (settings.Sandbox == SandboxLevel.Sealed)
            {
                // The engine is warm, and what the worker writes to is open: standard error, the sockets and the in-flight file.
                ProcessSandbox.Seal();
            }

            var loop = new WorkerLoop(connection, runtime, accepted.Welcome.HeartbeatInterval, failFast, loggers.CreateLogger<WorkerLoop>());
            var reason = await loop.RunAsync(new Ready(engine.Name, settings.Scripting.Threads), stopping);
            if (reason == GoodbyeReason.ParentGone)
            {
                inFlight?.Forget();
            }

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
            // A worker's Main: the supervisor gets the reason before it starts the next worker.
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
            BigCommitter = new RunCommitter(database),
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
            ActionsSent = () => _ = connection.TrySend(new ActionsSent()),
            DeliveriesSettled = ids =>
            {
                foreach (var part in ids.Chunk(DeliveriesSettled.MaxIds))
                {
                    connection.TrySend(new DeliveriesSettled(part));
                }
            },
            Broken = failFast,
            FeederLogger = loggers.CreateLogger<LaneFeeder>(),
            ScriptLogs = new ScriptLogFactory(loggers.CreateLogger<ScriptLogFactory>(), scriptLogs),
            CommitterLogger = loggers.CreateLogger<GroupCommitter>(),
            QuotaLogger = loggers.CreateLogger<QuotaWarnings>(),
            ThreadLogger = loggers.CreateLogger<ScriptThread>(),
            Time = time,
        };

    private static void EndProcess() => Environment.Exit((int)ExitCode.Failed);

    /// <summary>A script thread inside native code must not keep a worker alive that has no supervisor.</summary>
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
