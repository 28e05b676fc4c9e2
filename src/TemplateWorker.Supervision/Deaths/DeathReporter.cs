using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Deaths;

/// <summary>
/// Records which deliveries were in flight when a worker died, before another worker takes them. Takes at most
/// <see cref="Limit"/>, so that an unreachable database does not delay the next start; the death is then not counted.
/// </summary>
internal sealed partial class DeathReporter(int worker, Func<WorkerDeath, CancellationToken, Task> report, TimeProvider time, ILogger<DeathReporter> logger)
{
    /// <summary>Time limit of a report.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <param name="end">How the worker ended.</param>
    /// <param name="exit">Exit code or signal of its process.</param>
    /// <param name="processId">Id of the ended process.</param>
    /// <param name="inFlight">The deliveries in flight; null in thread mode.</param>
    /// <param name="last">Its last heartbeat.</param>
    /// <param name="calls">The immediate calls that are blamed.</param>
    public async Task ReportAsync(
        WorkerExit end, string exit, int processId, InFlightFile? inFlight, Heartbeat? last, IReadOnlyList<BlamedCall> calls)
    {
        var blamed = inFlight is null ? [] : DeathBlame.Of(end, inFlight.Read(), last);
        if (blamed.Count + calls.Count == 0)
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
            Calls = calls,
        };
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await report(death, limit.Token).WaitAsync(limit.Token);
            Log.Counted(logger, worker, blamed.Count, calls.Count, death.Reason);
        }
        catch (Exception fault)
        {
            // A supervision loop: the next worker must start even if the count fails.
            Log.NotCounted(logger, worker, blamed.Count, fault is OperationCanceledException ? $"no answer within {Limit.TotalSeconds:F0} s" : fault.Message);
        }
    }
}
