using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

public sealed class RateTests(RateInstallation installation) : IClassFixture<RateInstallation>
{
    private const int Marks = 5;

    private RunningSupervisor Supervisor => installation.Supervisor;

    /// <summary>Each rate, and what uses it up when it runs a few times.</summary>
    public static TheoryData<string, string> Rates() => new()
    {
        { "runs", "" },
        { "thread_time", "for (const end = Date.now() + 150; Date.now() < end;) {}" },
        { "emitted_events", "for (let i = 0; i < 99; i++) events.emit('unheard', i);" },
        { "log_lines", "for (let i = 0; i < 99; i++) console.log(i);" },
        { "writes", "kv.set('big', 'x'.repeat(99 * 1024));" },
    };

    [DatabaseTheory]
    [MemberData(nameof(Rates))]
    public async Task A_tenant_over_a_rate_waits_and_loses_nothing_and_its_neighbour_does_not_notice(string rate, string code)
    {
        var tenant = $"shop:{rate}";
        var neighbour = $"shop:beside-{rate}";
        foreach (var each in (string[])[tenant, neighbour])
        {
            await Supervisor.PublishAsync(each, "t", $$"""
                on("spend", () => { {{code}} });
                on("mark", event => { kv.set("marks", [...(kv.get("marks") ?? []), event.data]); });
                """);
        }

        Answer refused;
        while ((refused = await Supervisor.CallAsync(tenant, "spend", new { })).Status == 200)
        {
            (await Supervisor.CallAsync(neighbour, "spend", new { })).Status.ShouldBe(200);
        }

        var held = await HeldAsync(tenant);
        for (var n = 1; n <= Marks; n++)
        {
            await SendAsync(tenant, "mark", n);
            await SendAsync(neighbour, "mark", n);
        }

        (refused.Status, refused.Problem, (string?)refused.Body["setting"]).ShouldBe((429, "rate_limited", $"limits.{rate}_per_minute"), refused.ToString());
        ((string?)held!["setting"]).ShouldBe($"limits.{rate}_per_minute");
        await MarkedAsync(neighbour);
        (await Supervisor.CallAsync(neighbour, "spend", new { })).Status.ShouldBe(200);
        await MarkedAsync(tenant);
        (await installation.Database.ReadTextsAsync(
            $"select concat_ws(' ', attempt, outcome) from history where owner_id = '{rate}' and event = 'mark'")).ShouldBe(Enumerable.Repeat("1 done", Marks));
        (await Supervisor.WorkersAsync()).Select(worker => (long)worker!["stalled_lanes"]!).ShouldAllBe(stalled => stalled == 0);
        await Supervisor.Process.LineAsync($"limits.{rate}_per_minute (");
    }

    [DatabaseFact]
    public async Task Events_beyond_the_rate_are_refused_until_the_time_that_the_answer_names()
    {
        const string Tenant = "shop:events";
        await Supervisor.PublishAsync(Tenant, "t", """on("mark", () => { kv.increment("n"); });""");
        var answers = new List<Answer>();
        for (var n = 0; n < 21 || answers[^1].Status == 202; n++)
        {
            answers.Add(await SendAsync(Tenant, "mark", n));
        }

        var refused = answers[^1];
        (refused.Status, refused.Problem, (string?)refused.Body["setting"]).ShouldBe((429, "rate_limited", "limits.events_per_minute"), refused.ToString());
        (await SendAsync("shop:beside-events", "mark", 0)).Status.ShouldBe(202);

        // No wait for something: the time itself is what the answer promises.
        await Task.Delay(refused.RetryAfter!.Value, TimeProvider.System);

        (await SendAsync(Tenant, "mark", 0)).Status.ShouldBe(202);
        var accepted = answers.Count(answer => answer.Status == 202) + 1;
        await Eventually.HoldsAsync(async () => (int?)await Supervisor.KeyAsync(Tenant, "n") == accepted, () => Supervisor.Process.Output);
    }

    private async Task<Answer> SendAsync(string tenant, string name, int data)
    {
        using var response = await Supervisor.Client.PostAsJsonAsync($"/v1/tenants/{tenant.Replace(':', '/')}/events", new { name, data });
        return await Answer.OfAsync(response);
    }

    /// <summary>What <c>GET /v1/workers</c> says of a tenant once its worker's heartbeat has told of it.</summary>
    private async Task<JsonNode?> HeldAsync(string tenant)
    {
        JsonNode? held = null;
        await Supervisor.WorkersAsync(workers =>
        {
            held = workers.SelectMany(worker => worker!["held"]!.AsArray()).FirstOrDefault(entry => (string?)entry!["tenant"] == tenant);
            return held is not null;
        });
        return held;
    }

    private Task MarkedAsync(string tenant)
    {
        JsonNode? marks = null;
        return Eventually.HoldsAsync(
            async () => (marks = await Supervisor.KeyAsync(tenant, "marks"))?.ToJsonString() == "[1,2,3,4,5]", () => $"{tenant}: {marks?.ToJsonString()}");
    }
}
