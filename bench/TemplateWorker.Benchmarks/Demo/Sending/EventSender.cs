using TemplateWorker.Benchmarks.Demo.Api;

namespace TemplateWorker.Benchmarks.Demo.Sending;

/// <summary>Sends one event until it is answered, or until another attempt would not help. Thread-safe.</summary>
internal sealed class EventSender(WorkerApi api, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public async Task<SentEvent> SendAsync(DemoEvent demoEvent, CancellationToken cancellationToken)
    {
        var started = time.GetElapsedTime(_start);
        var (lost, deferrals) = (0, 0);
        for (var attempts = 1; ; attempts++)
        {
            var reply = await api.SendAsync(demoEvent, cancellationToken);
            if (RetryPolicy.DelayAfter(reply, attempts) is not { } delay)
            {
                return new SentEvent
                {
                    Event = demoEvent,
                    Started = started,
                    Latency = time.GetElapsedTime(_start) - started,
                    LostCalls = lost,
                    Deferrals = deferrals,
                    Reply = reply,
                };
            }

            if (reply is EventReply.Broken or EventReply.Refused { IsWorkerLost: true })
            {
                lost++;
            }
            else
            {
                deferrals++;
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }
}
