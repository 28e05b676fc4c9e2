using Microsoft.Extensions.Logging;
using TemplateWorker.Supervision.Deaths;
using TemplateWorker.Supervision.Health;
using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Supervision.Pool;

/// <summary>What supervision needs, shared by all workers.</summary>
internal sealed record SupervisionParts
{
    /// <summary>Beyond the drain time, for the worker's own farewell.</summary>
    public static readonly TimeSpan DrainMargin = TimeSpan.FromSeconds(1);

    /// <summary>How long a worker whose connection ended may take to end by itself, so that the log can say how it did.</summary>
    public static readonly TimeSpan ExitMargin = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a call waits for a worker that is being replaced.</summary>
    public static readonly TimeSpan WaitForWorker = TimeSpan.FromSeconds(5);

    public required WorkersOptions Workers { get; init; }

    public required HealthPolicy Health { get; init; }

    public required IWorkerLauncher Launcher { get; init; }

    public required WorkerArrivals Arrivals { get; init; }

    /// <summary>Script threads that each worker process has; none when the workers are threads of this process, which leave no stage.</summary>
    public required int StageThreads { get; init; }

    /// <summary>Told of a worker that died with deliveries on its threads, before they are taken up again.</summary>
    public required Func<WorkerDeath, CancellationToken, Task> WorkerDied { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Cancelled when a second signal says not to wait for anything any more.</summary>
    public required CancellationToken GiveUp { get; init; }
}
