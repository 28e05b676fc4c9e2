using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>Numbered events of many tenants, sent durably, and a book of those that were accepted.</summary>
internal sealed class EventFlow(TestDatabase database, int tenants)
{
    private const int Publishers = 8;
    private const int BulkLines = 5000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<(int Tenant, int Stream), int> _numbers = new();
    private readonly ConcurrentQueue<AcceptedEvent> _accepted = new();

    public TestDatabase Database => database;

    public int Tenants => tenants;

    public IReadOnlyCollection<AcceptedEvent> Accepted => _accepted;

    /// <summary>Gives every tenant the template.</summary>
    /// <param name="source">One that has the effects of <see cref="FlowTemplate.Source"/>, and others.</param>
    public Task PublishAsync(RunningSupervisor supervisor, string source = FlowTemplate.Source) => Parallel.ForAsync(
        0,
        tenants,
        new ParallelOptions { MaxDegreeOfParallelism = Publishers },
        async (index, _) => await supervisor.PublishAsync(FlowTemplate.Tenant(index), FlowTemplate.Name, source));

    /// <summary>Sends events of each tenant one after the other, evenly over a time.</summary>
    /// <param name="supervisor">Asked anew, with the tenant's number, for each attempt, so that another one can take over.</param>
    /// <param name="each">How many of each tenant.</param>
    /// <param name="over">The time from the first to the last, when nothing holds them up.</param>
    /// <param name="milliseconds">How long each computes.</param>
    public Task SendAsync(Func<int, RunningSupervisor> supervisor, int each, TimeSpan over, int milliseconds = 0)
    {
        var started = TimeProvider.System.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, tenants).Select(async index =>
        {
            for (var i = 0; i < each; i++)
            {
                // Tenants take turns, so that the load is even.
                var due = over * ((i + ((double)index / tenants)) / each);
                if (due - TimeProvider.System.GetElapsedTime(started) is { Ticks: > 0 } early)
                {
                    await Task.Delay(early, TimeProvider.System);
                }

                await SendAsync(supervisor, index, FlowTemplate.Http, milliseconds);
            }
        }));
    }

    /// <summary>Sends one event; unless it is answered with 202, it is sent again under its key.</summary>
    public async Task SendAsync(Func<int, RunningSupervisor> supervisor, int index, int stream, int milliseconds)
    {
        var number = NextNumber(index, stream);
        var body = new JsonObject
        {
            ["name"] = FlowTemplate.Event,
            ["data"] = JsonNode.Parse(FlowTemplate.Data(stream, number, milliseconds)),
            ["idempotency_key"] = string.Create(CultureInfo.InvariantCulture, $"event-{stream}-{number}"),
        };
        while (true)
        {
            if (await TrySendAsync(supervisor(index), index, body) is { } eventId)
            {
                Accept(new AcceptedEvent(index, stream, number, eventId, TimeProvider.System.GetUtcNow()));
                return;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>Stores many events of all tenants in few requests.</summary>
    public async Task SendAllAsync(RunningSupervisor supervisor, int each, int milliseconds = 0)
    {
        var events = Enumerable.Range(0, each).SelectMany(_ => Enumerable.Range(0, tenants))
            .Select(index => (Tenant: index, Number: NextNumber(index, FlowTemplate.Http)));
        foreach (var chunk in events.Chunk(BulkLines))
        {
            var lines = new StringBuilder();
            foreach (var (tenant, number) in chunk)
            {
                var data = FlowTemplate.Data(FlowTemplate.Http, number, milliseconds);
                lines.Append(
                    CultureInfo.InvariantCulture,
                    $$"""{"tenant":"{{FlowTemplate.Tenant(tenant)}}","name":"{{FlowTemplate.Event}}","data":{{data}}}""").Append('\n');
            }

            using var content = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson");
            using var response = await supervisor.Client.PostAsync("/v1/events", content);
            ((int)response.StatusCode).ShouldBe(202, await response.Content.ReadAsStringAsync());
            foreach (var (tenant, number) in chunk)
            {
                Accept(new AcceptedEvent(tenant, FlowTemplate.Http, number, null, TimeProvider.System.GetUtcNow()));
            }
        }
    }

    /// <summary>The number of a sender's next event of a tenant.</summary>
    public int NextNumber(int index, int stream) => _numbers.AddOrUpdate((index, stream), 1, (_, last) => last + 1);

    /// <summary>Writes an event into the book that was accepted in another way.</summary>
    public void Accept(AcceptedEvent accepted) => _accepted.Enqueue(accepted);

    private static async Task<Guid?> TrySendAsync(RunningSupervisor supervisor, int index, JsonObject body)
    {
        try
        {
            using var response = await supervisor.Client.PostAsJsonAsync(
                $"/v1/tenants/{FlowTemplate.Tenant(index).Replace(':', '/')}/events", body);
            if ((int)response.StatusCode == 202)
            {
                return (await response.Content.ReadFromJsonAsync<JsonNode>())!["event_id"]!.GetValue<Guid>();
            }

            ((int)response.StatusCode).ShouldBe(503, await response.Content.ReadAsStringAsync());
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or ObjectDisposedException)
        {
            // The supervisor is gone; another one, or the same again, takes it.
        }

        return null;
    }
}
