using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Deaths;
using TemplateWorker.Supervision.Health;
using TemplateWorker.Supervision.Launching;
using TemplateWorker.Supervision.Links;

namespace TemplateWorker.Supervision.Pool;

/// <summary>Dependencies of the pool, shared by all workers.</summary>
internal sealed record SupervisionParts
{
    /// <summary>Added to the drain time for the worker's goodbye.</summary>
    public static readonly TimeSpan DrainMargin = TimeSpan.FromSeconds(1);

    /// <summary>How long a worker whose connection ended may take to exit by itself, so that the log has its exit code.</summary>
    public static readonly TimeSpan ExitMargin = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a call waits for a worker that is restarting.</summary>
    public static readonly TimeSpan WaitForWorker = TimeSpan.FromSeconds(5);

    public required WorkersOptions Workers { get; init; }

    public required HealthPolicy Health { get; init; }

    /// <summary>Shared by all workers.</summary>
    public required KillSpacing SilentKills { get; init; }

    public required IWorkerLauncher Launcher { get; init; }

    public required WorkerArrivals Arrivals { get; init; }

    /// <summary>Script threads per worker process, each with a cell in its in-flight file; 0 in thread mode, which has no file.</summary>
    public required int InFlightThreads { get; init; }

    /// <summary>Reports a worker that died with deliveries in flight, before another worker takes them.</summary>
    public required Func<WorkerDeath, CancellationToken, Task> WorkerDied { get; init; }

    /// <summary>Called with a worker's number and what it has counted since its start, after its report before that, if there was one.</summary>
    public required Action<int, Measures?, Measures> Measured { get; init; }

    /// <summary>Tenants whose immediate calls ended workers.</summary>
    public required RestingTenants Resting { get; init; }

    /// <summary>Called when a worker has stored actions. Must not block.</summary>
    public Action ActionsSent { get; init; } = () => { };

    /// <summary>Gets what workers report of their deliveries.</summary>
    public SettledDeliveries Settled { get; init; } = new();

    public required ILoggerFactory Loggers { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Cancelled by a second signal: stop without waiting.</summary>
    public required CancellationToken GiveUp { get; init; }
}
