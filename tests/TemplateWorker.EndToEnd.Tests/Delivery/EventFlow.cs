using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

/// <summary>
/// Numbered events of many tenants, sent durably, and what must be true in the end: each was run with effect exactly once, and
/// those of one tenant in the order in which they were accepted.
/// </summary>
internal sealed class EventFlow(TestDatabase database, int tenants)
{
    /// <summary>Counts, and notes when an event is not the one that follows the last.</summary>
    private const string Counter = """
        on("hit", event => {
          const last = kv.get("last") ?? 0;
          if (event.data.n !== last + 1) kv.increment("disorder");
          kv.set("last", event.data.n);
          kv.increment("count");
        });
        """;

    private readonly int[] _accepted = new int[tenants];

    public int Accepted => _accepted.Sum();

    public static string Tenant(int index) => string.Create(CultureInfo.InvariantCulture, $"flow:{index}");

    public async Task PublishAsync(RunningSupervisor supervisor)
    {
        for (var index = 0; index < tenants; index++)
        {
            await supervisor.PublishAsync(Tenant(index), "counter", Counter);
        }
    }

    /// <summary>Sends events of each tenant one after the other; one that was not answered with 202 is sent again under its key.</summary>
    /// <param name="supervisor">Asked anew for each event, so that another one can take over.</param>
    /// <param name="each">How many of each tenant.</param>
    public Task SendAsync(Func<RunningSupervisor> supervisor, int each) => Task.WhenAll(
        Enumerable.Range(0, tenants).Select(async index =>
        {
            for (var i = 0; i < each; i++)
            {
                await SendAsync(supervisor, index, _accepted[index] + 1);
                _accepted[index]++;
            }
        }));

    /// <summary>Stores many events of all tenants at once.</summary>
    public async Task SendAllAsync(RunningSupervisor supervisor, int each)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < each; i++)
        {
            for (var index = 0; index < tenants; index++)
            {
                lines.AppendLine(CultureInfo.InvariantCulture, $$$"""{"tenant":"{{{Tenant(index)}}}","name":"hit","data":{"n":{{{++_accepted[index]}}}}}""");
            }
        }

        using var content = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson");
        using var response = await supervisor.Client.PostAsync("/v1/events", content);
        ((int)response.StatusCode).ShouldBe(202, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until everything that was accepted is done, and checks it.</summary>
    public async Task FinishAsync(Func<string> describe)
    {
        await Eventually.HoldsAsync(async () => await LeftAsync() == 0, describe);
        var rows = await database.ReadTextsAsync("select owner_id || ' ' || key || ' ' || value from tenant_kv where owner_type = 'flow' order by owner_id::int, key");
        rows.ShouldBe(
            Enumerable.Range(0, tenants).SelectMany(index => new[] { $"{index} count {_accepted[index]}", $"{index} last {_accepted[index]}" }));
        (await database.ReadAsync<long>("select count(*) from history where outcome = 'done'")).ShouldBe(Accepted);
        (await database.ReadAsync<long>("select count(*) from dead_letters")).ShouldBe(0);
    }

    /// <summary>How many deliveries wait or run.</summary>
    public Task<long> LeftAsync() => database.ReadAsync<long>("select count(*) from deliveries");

    private static async Task SendAsync(Func<RunningSupervisor> supervisor, int index, int number)
    {
        var body = new JsonObject { ["name"] = "hit", ["data"] = new JsonObject { ["n"] = number }, ["idempotency_key"] = $"event-{number}" };
        while (true)
        {
            try
            {
                using var response = await supervisor().Client.PostAsJsonAsync($"/v1/tenants/{Tenant(index).Replace(':', '/')}/events", body);
                if ((int)response.StatusCode == 202)
                {
                    return;
                }

                ((int)response.StatusCode).ShouldBe(503, await response.Content.ReadAsStringAsync());
            }
            catch (HttpRequestException)
            {
                // The supervisor is gone; another one, or the same again, takes it.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
