using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

[Collection(RunsCollection.Name)]
public sealed class IdempotencyTests(RunsInstallation installation)
{
    private RunningSupervisor Supervisor => installation.Supervisor;

    [DatabaseFact]
    public async Task A_repeat_answers_what_was_recorded_and_has_no_effect()
    {
        const string Tenant = "shop:repeat";
        await Supervisor.PublishAsync(Tenant, "a", """on("buy", event => ({ order: kv.increment("orders"), of: event.data.item }));""");
        await Supervisor.PublishAsync(Tenant, "b", """on("buy", () => { throw new Error("sold out"); });""");

        var first = await Supervisor.CallAsync(Tenant, "buy", new { item = "pen" }, "key-1");
        var repeat = await Supervisor.CallAsync(Tenant, "buy", new { item = "pen" }, "key-1");
        var other = await Supervisor.CallAsync(Tenant, "buy", new { item = "pen" }, "key-2");

        repeat.Body.ToJsonString().ShouldBe(first.Body.ToJsonString());
        first.Results.Select(result => (string?)result!["outcome"]).ShouldBe(["completed", "failed"]);
        ((int)other.Results[0]!["value"]!["order"]!).ShouldBe(2);
        ((int)(await Supervisor.KeyAsync(Tenant, "orders"))!).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task A_key_with_another_event_is_refused()
    {
        const string Tenant = "shop:reused";
        await Supervisor.PublishAsync(Tenant, "a", """
            on("buy", () => kv.increment("orders"));
            on("sell", () => kv.increment("orders"));
            """);
        await Supervisor.RunAsync(Tenant, "buy", new { item = "pen" }, "key-1");

        var otherData = await Supervisor.CallAsync(Tenant, "buy", new { item = "ink" }, "key-1");
        var otherName = await Supervisor.CallAsync(Tenant, "sell", new { item = "pen" }, "key-1");

        (otherData.Status, otherData.Problem).ShouldBe((422, "idempotency_key_reused"));
        (otherName.Status, otherName.Problem).ShouldBe((422, "idempotency_key_reused"));
        ((int)(await Supervisor.KeyAsync(Tenant, "orders"))!).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task The_same_key_of_another_tenant_is_another_key()
    {
        foreach (var tenant in new[] { "shop:one", "shop:two" })
        {
            await Supervisor.PublishAsync(tenant, "a", """on("buy", event => [event.data.n, kv.increment("orders")]);""");
        }

        (await Supervisor.ValueAsync("shop:one", "buy", new { n = 1 }, "key-1"))!.ToJsonString().ShouldBe("[1,1]");
        (await Supervisor.ValueAsync("shop:two", "buy", new { n = 2 }, "key-1"))!.ToJsonString().ShouldBe("[2,1]");
    }

    [DatabaseFact]
    public async Task Repeats_at_the_same_time_have_the_effect_once_and_all_get_its_answer()
    {
        const string Tenant = "shop:at-once";
        await Supervisor.PublishAsync(Tenant, "a", """on("buy", () => kv.increment("orders"));""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Supervisor.CallAsync(Tenant, "buy", new { }, "key-1")));

        answers.Select(answer => (int)answer.Result["value"]!).ShouldAllBe(order => order == 1);
        answers.Select(answer => (string?)answer.Body["event_id"]).Distinct().ShouldHaveSingleItem();
        ((int)(await Supervisor.KeyAsync(Tenant, "orders"))!).ShouldBe(1);
    }
}
