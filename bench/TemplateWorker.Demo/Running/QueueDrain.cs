using TemplateWorker.Demo.Api;

namespace TemplateWorker.Demo.Running;

/// <summary>Waits until nothing that was accepted is left to be done.</summary>
internal sealed class QueueDrain(WorkerApi api, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <exception cref="DemoException">Deliveries or actions still wait after all patience.</exception>
    public async Task RunAsync(IEnumerable<TenantId> tenants, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        foreach (var tenant in tenants)
        {
            // A delivery may send actions until it is done.
            while ((await api.CountWaitingAsync(tenant, cancellationToken) > 0 ? "deliveries"
                : await api.HasActionsAsync(tenant, cancellationToken) ? "actions" : null) is { } waiting)
            {
                if (time.GetElapsedTime(start) > Patience)
                {
                    throw new DemoException($"Some {waiting} of {tenant} still wait after {Patience.TotalMinutes:F0} minutes.");
                }

                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }
}
