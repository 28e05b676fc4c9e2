using System.Threading.Channels;

namespace TemplateWorker.Demo.Sending;

/// <summary>Sends all events with a number of senders at once, one event of a tenant at a time; as fast as they are accepted, or at a pace.</summary>
internal sealed class EventStream(EventSender sender, int senders, SendPace? pace = null)
{
    /// <summary>Sends them all.</summary>
    /// <param name="events">In the order in which they happened.</param>
    /// <param name="sent">Called after each event with the number of those that were sent; by one caller at a time.</param>
    /// <param name="cancellationToken">Stops the sending.</param>
    public async Task<IReadOnlyList<SentEvent>> SendAsync(
        IReadOnlyList<DemoEvent> events, Action<int> sent, CancellationToken cancellationToken)
    {
        var order = new TenantOrder(events);
        var results = new List<SentEvent>(events.Count);
        var gate = new Lock();

        // One ticket per event that can be taken; a sender that holds a ticket finds an event.
        var tickets = Channel.CreateBounded<bool>(events.Count);
        for (var tenants = events.Select(demoEvent => demoEvent.Tenant).Distinct().Count(); tenants > 0; tenants--)
        {
            tickets.Writer.TryWrite(true);
        }

        // The first sender that fails stops the others: they would wait for tickets that nobody writes any more.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => RunSenderAsync()));
        return results;

        async Task RunSenderAsync()
        {
            try
            {
                await foreach (var _ in tickets.Reader.ReadAllAsync(stop.Token))
                {
                    await (pace?.NextAsync(stop.Token) ?? Task.CompletedTask);
                    Report(await sender.SendAsync(Take(), stop.Token));
                }
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }

        DemoEvent Take()
        {
            lock (gate)
            {
                return order.TryTake(out var next) ? next : throw new InvalidOperationException("A ticket without an event.");
            }
        }

        void Report(SentEvent result)
        {
            lock (gate)
            {
                results.Add(result);
                if (order.Release(result.Event.Tenant))
                {
                    tickets.Writer.TryWrite(true);
                }

                sent(results.Count);
                if (results.Count == events.Count)
                {
                    tickets.Writer.Complete();
                }
            }
        }
    }
}
