using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

/// <summary>Somebody writes while a run computes. The run waits for the other by hand, so that nothing is left to chance.</summary>
[Collection(RunsCollection.Name)]
public sealed class ConflictTests(RunsInstallation installation)
{
    /// <summary>
    /// Stops a run at the gate: it looks up the tenant's schedules, whose table the test has locked. What is read there is not
    /// part of what the commit checks, so this itself is no conflict.
    /// </summary>
    private const string Wait = """
        function wait() {
          events.unschedule("gate");
        }

        """;

    private RunningSupervisor Supervisor => installation.Supervisor;

    [DatabaseFact]
    public async Task A_run_is_repeated_when_SQL_writes_what_it_had_read()
    {
        const string Tenant = "shop:sql";
        await Supervisor.PutKeyAsync(Tenant, "n", "10");
        await Supervisor.PublishAsync(Tenant, "add", Wait + """
            on("add", () => {
              const n = kv.get("n");
              if (ctx.attempt === 1) wait();
              kv.set("n", n + 1);
              return { n: n + 1, attempt: ctx.attempt };
            });
            """);

        var call = await MeanwhileAsync(Tenant, "add", () => installation.Database.ExecuteAsync(
            "update tenant_kv set value = to_jsonb(value::int + 100) where owner_id = 'sql' and key = 'n'"));
        var result = await call;

        result["value"]!.ToJsonString().ShouldBe("""{"n":111,"attempt":2}""");
        ((int)result["repeats"]!).ShouldBe(1);
        ((int)(await Supervisor.KeyAsync(Tenant, "n"))!).ShouldBe(111);
    }

    [DatabaseFact]
    public async Task A_run_that_is_overtaken_in_every_attempt_ends_as_a_conflict_and_writes_nothing()
    {
        const string Tenant = "shop:conflict";
        await Supervisor.PutKeyAsync(Tenant, "n", "0");
        await Supervisor.PublishAsync(Tenant, "add", Wait + """
            on("add", () => {
              const n = kv.get("n");
              wait();
              kv.set("n", n + 1);
              kv.set("mark", true);
            });
            on("calm", () => kv.increment("n"));
            """);

        var gate = await Gate.CloseAsync(installation.Database);
        var call = Supervisor.RunAsync(Tenant, "add", new { });
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await gate.SomebodyWaitsAsync();
            await installation.Database.ExecuteAsync(
                "update tenant_kv set value = to_jsonb(value::int + 100) where owner_id = 'conflict' and key = 'n'");
            gate = attempt < 5 ? await gate.LetThroughAsync() : await gate.OpenAsync();
        }

        var result = await call;
        ((string?)result["outcome"], (string?)result["error"]!["reason"]).ShouldBe(("failed", "Conflict"));
        ((int)result["repeats"]!).ShouldBe(4);
        (await Supervisor.KeyAsync(Tenant, "mark")).ShouldBeNull();
        ((int)(await Supervisor.ValueAsync(Tenant, "calm", new { }))!).ShouldBe(501);
    }

    [DatabaseFact]
    public async Task A_run_that_listed_is_repeated_when_a_key_comes_into_the_range()
    {
        const string Tenant = "shop:phantom";
        await Supervisor.PutKeyAsync(Tenant, "item:a", "1");
        await Supervisor.PutKeyAsync(Tenant, "other", "1");
        await Supervisor.PublishAsync(Tenant, "count", Wait + """
            on("count", () => {
              const count = kv.list({ prefix: "item:" }).length;
              if (ctx.attempt === 1) wait();
              kv.set("count", count);
              return count;
            });
            """);

        var call = await MeanwhileAsync(Tenant, "count", () => Supervisor.PutKeyAsync(Tenant, "item:b", "1"));
        var result = await call;

        ((int)result["value"]!, (int)result["repeats"]!).ShouldBe((2, 1));
        ((int)(await Supervisor.KeyAsync(Tenant, "count"))!).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task A_run_is_not_repeated_for_what_it_never_read()
    {
        const string Tenant = "shop:beside";
        await Supervisor.PutKeyAsync(Tenant, "item:a", "1");
        await Supervisor.PublishAsync(Tenant, "count", Wait + """
            on("count", () => {
              const count = kv.list({ prefix: "item:" }).length;
              wait();
              kv.set("count", count);
            });
            """);

        var call = await MeanwhileAsync(Tenant, "count", () => Supervisor.PutKeyAsync(Tenant, "unlisted", "1"));

        ((int)(await call)["repeats"]!).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_run_that_updates_the_state_is_repeated_when_the_API_replaces_it()
    {
        const string Tenant = "shop:state";
        await Supervisor.PublishAsync(Tenant, "state", Wait + """
            on("add", () => {
              const total = (state.data.total ?? 0) + 1;
              if (ctx.attempt === 1) wait();
              return state.update(data => { data.total = total; });
            });
            """);

        var call = await MeanwhileAsync(Tenant, "add", () => PutStateAsync(Tenant, """{"total":41,"other":"kept"}"""));
        var result = await call;

        ((int)result["value"]!["total"]!, (string?)result["value"]!["other"]).ShouldBe((42, "kept"));
        ((int)result["repeats"]!).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task No_count_is_lost_between_runs_and_SQL_that_add_to_the_same_key()
    {
        const string Tenant = "shop:crowd";
        const int Each = 40;
        await Supervisor.PutKeyAsync(Tenant, "n", "0");
        await Supervisor.PublishAsync(Tenant, "add", """on("add", () => kv.increment("n"));""");

        var events = Enumerable.Range(0, Each).Select(_ => Supervisor.RunAsync(Tenant, "add", new { })).ToArray();
        for (var i = 0; i < Each; i++)
        {
            await installation.Database.ExecuteAsync(
                "update tenant_kv set value = to_jsonb(value::int + 1) where owner_id = 'crowd' and key = 'n'");
        }

        var completed = (await Task.WhenAll(events)).Count(result => (string?)result["outcome"] == "completed");
        ((int)(await Supervisor.KeyAsync(Tenant, "n"))!).ShouldBe(completed + Each);
    }

    /// <summary>Runs an event, and does something while its run stands at the gate.</summary>
    private async Task<Task<JsonNode>> MeanwhileAsync(string tenant, string name, Func<Task> write)
    {
        var gate = await Gate.CloseAsync(installation.Database);
        var call = Supervisor.RunAsync(tenant, name, new { });
        await gate.SomebodyWaitsAsync();
        await write();
        await gate.OpenAsync();
        return call;
    }

    private async Task PutStateAsync(string tenant, string json)
    {
        using var content = new StringContent($$"""{"data":{{json}}}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await Supervisor.Client.PutAsync($"/v1/tenants/{tenant.Replace(':', '/')}/state", content);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }
}
