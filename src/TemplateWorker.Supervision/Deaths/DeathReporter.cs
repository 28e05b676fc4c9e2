using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Deaths;

/// <summary>
/// Makes known which deliveries a worker took with it, before anybody else takes them up. It takes no longer than
/// <see cref="Limit"/>: a database that is away must not hold the next start up, and then the death is not counted.
/// </summary>
internal sealed partial class DeathReporter(int worker, Func<WorkerDeath, CancellationToken, Task> report, TimeProvider time, ILogger<DeathReporter> logger)
{
    /// <summary>How long the report may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <param name="end">How the worker came to its end.</param>
    /// <param name="exit">How its process ended.</param>
    /// <param name="processId">Its process, which is dead.</param>
    /// <param name="stage">What was on its threads; null when it had no process of its own.</param>
    /// <param name="last">Its last heartbeat.</param>
    public async Task ReportAsync(LifeEnd end, string exit, int processId, InFlightFile? stage, Heartbeat? last)
    {
        if (stage is null || DeathBlame.Of(end, stage.Read(), last) is not { Count: > 0 } blamed)
        {
            return;
        }

        var death = new WorkerDeath
        {
            Worker = worker,
            ProcessId = processId,
            Reason = DeathBlame.ReasonOf(end),
            Message = DeathBlame.MessageOf(end, exit),
            Rest = DeathBlame.RestOf(end),
            Deliveries = blamed,
        };
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await report(death, limit.Token).WaitAsync(limit.Token);
            Log.Counted(logger, worker, blamed.Count, death.Reason);
        }
        catch (Exception fault)
        {
            // A supervision loop: the next worker starts, whatever becomes of the count.
            Log.NotCounted(logger, worker, blamed.Count, fault is OperationCanceledException ? $"no answer within {Limit.TotalSeconds:F0} s" : fault.Message);
        }
    }
}
