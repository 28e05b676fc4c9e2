using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

[Collection(RunsCollection.Name)]
public sealed class TransactionTests(RunsInstallation installation)
{
    private RunningSupervisor Supervisor => installation.Supervisor;

    [DatabaseFact]
    public async Task A_run_sees_what_it_wrote_itself()
    {
        const string Tenant = "shop:own-writes";
        await Supervisor.PutKeyAsync(Tenant, "old:a", "1");
        await Supervisor.PutKeyAsync(Tenant, "old:b", "2");
        await Supervisor.PublishAsync(Tenant, "own", """
            on("own", () => {
              kv.set("new", { deep: [1, 2] });
              kv.set("old:c", 3);
              const deleted = kv.delete("old:a");
              const swapped = [kv.compareAndSet("old:b", 2, 20), kv.compareAndSet("old:b", 2, 30), kv.compareAndSet("none", undefined, "first")];
              kv.increment("count", 5);
              kv.scope("x", "y").set("new", "scoped");
              state.update(data => { data.seen = true; });
              return {
                get: kv.get("new"), gone: kv.get("old:a") === undefined, deleted, again: kv.delete("old:a"), swapped,
                count: kv.increment("count"), list: kv.list({ prefix: "old:" }), scoped: kv.scope("y", "x").get("new"),
                record: kv.getRecord("old:b").value, state: state.data, none: kv.get("none"),
              };
            });
            """);

        var value = await Supervisor.ValueAsync(Tenant, "own", new { });

        JsonNode.DeepEquals(value, JsonNode.Parse("""
            {
              "get": {"deep": [1, 2]}, "gone": true, "deleted": true, "again": false, "swapped": [true, false, true],
              "count": 6, "list": [{"key": "old:b", "value": 20}, {"key": "old:c", "value": 3}], "scoped": "scoped",
              "record": 20, "state": {"seen": true}, "none": "first"
            }
            """)).ShouldBeTrue(value!.ToJsonString());
        ((int)(await Supervisor.KeyAsync(Tenant, "old:b"))!).ShouldBe(20);
        (await Supervisor.KeyAsync(Tenant, "old:a")).ShouldBeNull();
        ((int)(await Supervisor.KeyAsync(Tenant, "count"))!).ShouldBe(6);
    }

    [DatabaseFact]
    public async Task A_run_that_throws_writes_nothing()
    {
        const string Tenant = "shop:throws";
        await Supervisor.PutKeyAsync(Tenant, "kept", "1");
        await Supervisor.PublishAsync(Tenant, "throws", """
            on("throw", () => {
              kv.set("kept", 2);
              kv.set("new", 1);
              state.update(data => { data.touched = true; });
              throw new RangeError("no further");
            });
            on("look", () => ({ kept: kv.get("kept"), fresh: kv.get("new") === undefined, state: state.data }));
            """);

        var failed = await Supervisor.RunAsync(Tenant, "throw", new { });

        ((string?)failed["outcome"], (string?)failed["error"]!["reason"]).ShouldBe(("failed", "ScriptError"));
        ((string?)failed["error"]!["message"])!.ShouldContain("no further");
        ((string?)failed["error"]!["stack"])!.ShouldContain("index.js:5");
        (await Supervisor.ValueAsync(Tenant, "look", new { }))!.ToJsonString().ShouldBe("""{"kept":1,"fresh":true,"state":{}}""");
        ((int)(await Supervisor.KeyAsync(Tenant, "kept"))!).ShouldBe(1);
        (await Supervisor.KeyAsync(Tenant, "new")).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task A_run_sees_what_was_written_by_the_API_and_by_SQL_after_it_had_read_it_before()
    {
        const string Tenant = "shop:outside";
        await Supervisor.PutKeyAsync(Tenant, "k", "1");
        await Supervisor.PublishAsync(Tenant, "outside", """on("read", () => kv.get("k"));""");
        ((int)(await Supervisor.ValueAsync(Tenant, "read", new { }))!).ShouldBe(1);

        await Supervisor.PutKeyAsync(Tenant, "k", "2");
        ((int)(await Supervisor.ValueAsync(Tenant, "read", new { }))!).ShouldBe(2);
        await installation.Database.ExecuteAsync("update tenant_kv set value = '3' where owner_id = 'outside' and key = 'k'");
        ((int)(await Supervisor.ValueAsync(Tenant, "read", new { }))!).ShouldBe(3);
        await installation.Database.ExecuteAsync("delete from tenant_kv where owner_id = 'outside' and key = 'k'");
        (await Supervisor.ValueAsync(Tenant, "read", new { })).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Each_template_of_an_event_is_a_transaction_of_its_own_and_answers_in_the_order_of_names()
    {
        const string Tenant = "shop:several";
        await Supervisor.PublishAsync(Tenant, "zebra", """on("both", () => kv.increment("zebra"));""");
        await Supervisor.PublishAsync(Tenant, "middle", """on("both", () => { kv.set("middle", 1); throw new Error("mine alone"); });""");
        await Supervisor.PublishAsync(Tenant, "aardvark", """on("both", () => kv.increment("aardvark"));""");
        await Supervisor.PublishAsync(Tenant, "deaf", """on("else", () => kv.increment("deaf"));""");

        var results = (await Supervisor.CallAsync(Tenant, "both", new { })).Results;

        results.Select(result => (string?)result!["template"]).ShouldBe(["aardvark", "middle", "zebra"]);
        results.Select(result => (string?)result!["outcome"]).ShouldBe(["completed", "failed", "completed"]);
        (await Supervisor.KeyAsync(Tenant, "middle")).ShouldBeNull();
        ((int)(await Supervisor.KeyAsync(Tenant, "zebra"))!).ShouldBe(1);
        ((int)(await Supervisor.KeyAsync(Tenant, "aardvark"))!).ShouldBe(1);
        (await Supervisor.KeyAsync(Tenant, "deaf")).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Nobody_is_subscribed_to_an_event_that_no_template_names()
    {
        (await Supervisor.CallAsync("shop:unheard", "anything", new { })).Results.ShouldBeEmpty();
    }
}
