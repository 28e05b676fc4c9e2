using TemplateWorker.Supervision.Launching;
using TemplateWorker.Supervision.Links;

namespace TemplateWorker.Supervision.Pool;

/// <summary>A worker's way from its launch to its <c>Ready</c>.</summary>
/// <param name="parts">What supervision needs.</param>
/// <param name="completed">Counts what the worker answers.</param>
/// <param name="released">Called when the worker is done with slots that were taken from it.</param>
internal sealed class WorkerStart(SupervisionParts parts, CompletedCalls completed, Action<WorkerLink, ulong> released)
{
    /// <summary>Waits until a worker is ready.</summary>
    /// <exception cref="WorkerStartException">It ended before, or took too long.</exception>
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

            var link = new WorkerLink(await arrival.Connected, parts.Workers.CallTimeout, parts.Time, completed, released);
            var first = await Task.WhenAny(link.Ready, link.Closed, exited).WaitAsync(limit.Token);
            if (first != link.Ready)
            {
                await HearLastWordsAsync(link);
                await link.CloseAsync("it was never ready");
                throw new WorkerStartException($"it ended before it was ready: {link.Farewell ?? "it said nothing"}");
            }

            return link;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new WorkerStartException($"it was not ready within {parts.Workers.StartTimeout.TotalSeconds:F0} s (workers.start_timeout)");
        }
    }

    /// <summary>A process may be seen to end before the last it sent is read.</summary>
    public async Task HearLastWordsAsync(WorkerLink link) =>
        await Task.WhenAny(link.Closed, Task.Delay(SupervisionParts.ExitMargin, parts.Time, parts.GiveUp));
}

/// <summary>A worker did not become ready; another start follows.</summary>
internal sealed class WorkerStartException(string message) : Exception(message);
