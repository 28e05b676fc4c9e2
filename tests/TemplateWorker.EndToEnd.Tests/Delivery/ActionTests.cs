using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

/// <summary>Actions on their way from a template to a receiver, with real processes.</summary>
public sealed class ActionTests
{
    private const string Source = """
        on("act", event => {
          actions.send("n", event.data.n);
          return event.data.n;
        });
        """;

    [DatabaseFact]
    public async Task Who_waits_for_a_stored_event_gets_what_the_handlers_returned_whichever_supervisor_runs_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await RunningSupervisor.StartAsync(database);
        await using var second = await RunningSupervisor.StartAsync(database);
        foreach (var tenant in (string[])["act:1", "act:2", "act:3", "act:4"])
        {
            await first.PublishAsync(tenant, "sender", Source);
            foreach (var supervisor in (RunningSupervisor[])[first, second])
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/tenants/{tenant.Replace(':', '/')}/events")
                {
                    Content = JsonContent.Create(new { name = "act", data = new { n = 7 } }),
                };
                request.Headers.Add("Prefer", "wait=30");
                using var answer = await supervisor.Client.SendAsync(request);

                var body = await answer.Content.ReadAsStringAsync();
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
                var delivery = JsonNode.Parse(body)!["deliveries"]!.AsArray().ShouldHaveSingleItem()!;
                ((string?)delivery["state"], (int?)delivery["result"]).ShouldBe(("done", 7));
                delivery["actions"]!.AsArray().ShouldHaveSingleItem();
            }
        }
    }

    [DatabaseFact]
    public async Task An_action_leaves_at_once_and_a_receiver_that_is_gone_disables_its_route()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var receiver = ActionReceiver.Start();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        await SetRouteAsync(supervisor, receiver);
        await supervisor.PublishAsync("act:1", "sender", Source);

        await supervisor.RunAsync("act:1", "act", new { n = 1 });
        await Eventually.HoldsAsync(() => Task.FromResult(receiver.Taken.Count == 1), () => supervisor.Process.Output);
        var action = receiver.Taken.Single();
        action.GetProperty("type").GetString().ShouldBe("n");
        action.GetProperty("tenant").GetString().ShouldBe("act:1");
        action.GetProperty("channel").GetString().ShouldBe("sender");
        action.GetProperty("attempt").GetInt32().ShouldBe(1);
        receiver.Forged.ShouldBeEmpty();

        receiver.Answer = _ => 410;
        await supervisor.RunAsync("act:1", "act", new { n = 2 });
        await Eventually.HoldsAsync(async () => (await RouteAsync(supervisor))["disabled"] is not null, () => supervisor.Process.Output);
        (await ActionsAsync(supervisor, "act/1")).Single()!["state"]!.GetValue<string>().ShouldBe("waiting");

        receiver.Answer = _ => 200;
        await SetRouteAsync(supervisor, receiver);
        await Eventually.HoldsAsync(() => Task.FromResult(receiver.Taken.Count == 2), () => supervisor.Process.Output);
    }

    [DatabaseFact]
    public async Task A_trace_is_passed_from_the_request_through_runs_to_the_receiver()
    {
        const string stored = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        const string immediate = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        await using var database = await TestDatabase.CreateAsync();
        await using var receiver = ActionReceiver.Start();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        await SetRouteAsync(supervisor, receiver);
        await supervisor.PublishAsync("act:1", "sender", Source + " on('first', event => events.emit('act', event.data));");

        await PostAsync("first", 1, stored, "");
        await Eventually.HoldsAsync(() => Task.FromResult(receiver.Taken.Count == 1), () => supervisor.Process.Output);
        await PostAsync("act", 2, immediate, "?wait=true");
        await Eventually.HoldsAsync(() => Task.FromResult(receiver.Taken.Count == 2), () => supervisor.Process.Output);
        await PostAsync("act", 3, "not a trace", "");
        await Eventually.HoldsAsync(() => Task.FromResult(receiver.Taken.Count == 3), () => supervisor.Process.Output);

        receiver.Traces.ShouldBe([stored, immediate, null]);
        receiver.Taken.Select(action => action.TryGetProperty("traceparent", out var trace) ? trace.GetString() : null).ShouldBe([stored, immediate, null]);

        async Task PostAsync(string name, int n, string trace, string query)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/tenants/act/1/events{query}")
            {
                Content = JsonContent.Create(new { name, data = new { n } }),
            };
            request.Headers.Add("traceparent", trace);
            using var answer = await supervisor.Client.SendAsync(request);
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        }
    }

    [DatabaseFact]
    public async Task A_private_address_is_refused_and_an_action_that_was_given_up_is_sent_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var receiver = ActionReceiver.Start();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        await SetRouteAsync(supervisor, receiver, allowPrivate: false, attempts: 1);
        await supervisor.PublishAsync("act:1", "sender", Source);

        await supervisor.RunAsync("act:1", "act", new { n = 1 });
        await Eventually.HoldsAsync(
            async () => (await ActionsAsync(supervisor, "act/1")).SingleOrDefault()?["state"]?.GetValue<string>() == "dead", () => supervisor.Process.Output);
        (await ActionsAsync(supervisor, "act/1")).Single()!["last_error"]!.GetValue<string>().ShouldContain("has no public address (127.0.0.1)");
        receiver.Requests.ShouldBe(0);

        await SetRouteAsync(supervisor, receiver);
        using var replayed = await supervisor.Client.PostAsync("/v1/tenants/act/1/actions/replay?state=dead", null);
        (await replayed.Content.ReadFromJsonAsync<JsonNode>())!["count"]!.GetValue<int>().ShouldBe(1);
        await Eventually.HoldsAsync(() => Task.FromResult(receiver.Taken.Count == 1), () => supervisor.Process.Output);
    }

    [DatabaseFact]
    public async Task A_consumer_pulls_and_acknowledges()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        await supervisor.PublishAsync("act:1", "sender", Source);
        var claiming = ClaimAsync(supervisor, "?wait=30s&max=10");

        await supervisor.RunAsync("act:1", "act", new { n = 1 });
        var claimed = (await claiming).Single()!;
        claimed["data"]!.GetValue<int>().ShouldBe(1);
        (await ClaimAsync(supervisor, "")).ShouldBeEmpty();
        var id = claimed["id"]!.GetValue<string>();
        (await ChangeAsync(supervisor, "extend", new { consumer = "c", ids = new[] { id }, visibility = "1m" })).ShouldBe([id]);
        (await ChangeAsync(supervisor, "nack", new { consumer = "c", ids = new[] { id }, delay = "0s", error = "busy" })).ShouldBe([id]);
        (await ClaimAsync(supervisor, "?wait=5s")).Single()!["attempt"]!.GetValue<int>().ShouldBe(2);
        (await ChangeAsync(supervisor, "ack", new { consumer = "c", ids = new[] { id } })).ShouldBe([id]);
        (await ChangeAsync(supervisor, "ack", new { consumer = "c", ids = new[] { id } })).ShouldBeEmpty();
        (await ActionsAsync(supervisor, "act/1")).ShouldBeEmpty();
    }

    private static async Task SetRouteAsync(RunningSupervisor supervisor, ActionReceiver receiver, bool allowPrivate = true, int attempts = 50)
    {
        using var stored = await supervisor.Client.PutAsJsonAsync(
            "/v1/action-routes/all",
            new { type = "*", url = receiver.Url, secret = ActionReceiver.Secret, timeout = "1s", attempts, allow_private = allowPrivate });
        stored.StatusCode.ShouldBe(HttpStatusCode.NoContent, await stored.Content.ReadAsStringAsync());
    }

    private static async Task<JsonNode> RouteAsync(RunningSupervisor supervisor) =>
        (await supervisor.Client.GetFromJsonAsync<JsonNode>("/v1/action-routes"))!["items"]!.AsArray().Single()!;

    private static async Task<JsonArray> ActionsAsync(RunningSupervisor supervisor, string tenant) =>
        (await supervisor.Client.GetFromJsonAsync<JsonNode>($"/v1/tenants/{tenant}/actions"))!["items"]!.AsArray();

    private static async Task<JsonArray> ClaimAsync(RunningSupervisor supervisor, string query)
    {
        using var claimed = await supervisor.Client.PostAsJsonAsync($"/v1/actions/claim{query}", new { consumer = "c" });
        claimed.StatusCode.ShouldBe(HttpStatusCode.OK, await claimed.Content.ReadAsStringAsync());
        return (await claimed.Content.ReadFromJsonAsync<JsonNode>())!["items"]!.AsArray();
    }

    private static async Task<IEnumerable<string>> ChangeAsync(RunningSupervisor supervisor, string what, object body)
    {
        using var changed = await supervisor.Client.PostAsJsonAsync($"/v1/actions/{what}", body);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK, await changed.Content.ReadAsStringAsync());
        return (await changed.Content.ReadFromJsonAsync<JsonNode>())!["ids"]!.AsArray().Select(id => id!.GetValue<string>());
    }
}
