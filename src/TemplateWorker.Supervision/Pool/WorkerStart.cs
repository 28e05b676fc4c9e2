using TemplateWorker.Supervision.Launching;
using TemplateWorker.Supervision.Links;

namespace TemplateWorker.Supervision.Pool;

/// <summary>Waits for a launched worker to become ready.</summary>
/// <param name="number">The worker's number.</param>
/// <param name="parts">Dependencies of the pool.</param>
/// <param name="completed">Counts answered calls.</param>
/// <param name="released">Called when the worker has released revoked slots.</param>
internal sealed class WorkerStart(int number, SupervisionParts parts, CompletedCalls completed, Action<WorkerLink, ulong> released)
{
    /// <summary>Waits until a worker is ready.</summary>
    /// <exception cref="WorkerStartException">The worker ended before it was ready, or exceeded <c>workers.start_timeout</c>.</exception>
    public async Task<WorkerLink> BecomeReadyAsync(Arrival arrival, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(parts.Workers.StartTimeout);
        var exited = arrival.Process.Exited;
        try
        {
            if (await Task.WhenAny(arrival.Connected, exited).WaitAsync(limit.Token) == exited)
            {
                throw new WorkerStartException($"it ended before it was ready: {await exited}");
            }

            var link = new WorkerLink(
                await arrival.Connected,
                parts.Workers.CallTimeout,
                parts.Time,
                completed,
                released,
                parts.ActionsSent,
                parts.Settled,
                (last, now) => parts.Measured(number, last, now));
            var first = await Task.WhenAny(link.Ready, link.Closed, exited).WaitAsync(limit.Token);
            if (first != link.Ready)
            {
                await ReadFinalMessagesAsync(link);
                await link.CloseAsync("it was never ready");
                throw new WorkerStartException($"it ended before it was ready: {link.GoodbyeText ?? "without a reason"}");
            }

            return link;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new WorkerStartException($"it was not ready within {parts.Workers.StartTimeout.TotalSeconds:F0} s (workers.start_timeout)");
        }
    }

    /// <summary>Waits for messages that the worker sent before its process ended.</summary>
    public async Task ReadFinalMessagesAsync(WorkerLink link) =>
        await Task.WhenAny(link.Closed, Task.Delay(SupervisionParts.ExitMargin, parts.Time, parts.GiveUp));
}

/// <summary>A worker did not become ready.</summary>
internal sealed class WorkerStartException(string message) : Exception(message);
