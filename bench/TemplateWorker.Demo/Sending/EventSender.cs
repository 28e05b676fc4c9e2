using TemplateWorker.Demo.Api;

namespace TemplateWorker.Demo.Sending;

/// <summary>Sends one event until it is accepted, or until another attempt would not help. Thread-safe.</summary>
internal sealed class EventSender(WorkerApi api, TimeProvider time)
{
    public async Task<SentEvent> SendAsync(DemoEvent demoEvent, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        for (var attempts = 1; ; attempts++)
        {
            var reply = await api.SendAsync(demoEvent, cancellationToken);
            if (RetryPolicy.DelayAfter(reply, attempts) is not { } delay)
            {
                return new SentEvent { Event = demoEvent, Started = started, Latency = time.GetUtcNow() - started, Repeats = attempts - 1, Reply = reply };
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }
}
