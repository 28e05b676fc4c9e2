using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

[Collection(RunsCollection.Name)]
public sealed class ValueTests(RunsInstallation installation)
{
    /// <summary>One of each kind, in the form that crosses the API and stands in the database.</summary>
    private const string Wrapped = """
        {
          "date": {"$type": "date", "value": "2024-02-29T12:34:56.789Z"},
          "big": {"$type": "bigint", "value": "-123456789012345678901234567890"},
          "bytes": {"$type": "bytes", "value": "AAH+/w=="},
          "map": {"$type": "map", "value": [["a", 1], [{"$type": "bigint", "value": "2"}, {"$type": "date", "value": "1970-01-01T00:00:00.000Z"}]]},
          "plain": {"$type": "object", "value": {"$type": "mine", "value": 1}},
          "json": [null, true, -0.5, 1e21, "a\u00e9\ud83d\ude00\"\\", {"": {}}]
        }
        """;

    private const string Script = """
        const make = () => ({
          date: new Date("2024-02-29T12:34:56.789Z"),
          big: -123456789012345678901234567890n,
          bytes: new Uint8Array([0, 1, 254, 255]),
          map: new Map([["a", 1], [2n, new Date(0)]]),
          plain: { $type: "mine", value: 1 },
          json: [null, true, -0.5, 1e21, "a\u00e9\ud83d\ude00\"\\", { "": {} }],
        });
        const kinds = value => ({
          date: value.date instanceof Date && value.date.getTime(),
          big: typeof value.big === "bigint" && value.big === make().big,
          bytes: value.bytes instanceof Uint8Array && [...value.bytes].join(),
          map: value.map instanceof Map && value.map.size === 2 && value.map.get(2n) instanceof Date && value.map.get("a") === 1,
          plain: value.plain.$type === "mine" && value.plain.value === 1,
        });
        on("write", () => { kv.set("k", make()); state.update(() => make()); return make(); });
        on("kv", () => kinds(kv.get("k")));
        on("state", () => kinds(state.data));
        on("list", () => kinds(kv.list({ prefix: "k" })[0].value));
        on("payload", event => kinds(event.data));
        """;

    private const string Recognised = """{"date":1709210096789,"big":true,"bytes":"0,1,254,255","map":true,"plain":true}""";

    private RunningSupervisor Supervisor => installation.Supervisor;

    [DatabaseFact]
    public async Task Values_come_back_as_what_they_were_from_keys_states_lists_and_results()
    {
        const string Tenant = "shop:values";
        await Supervisor.PublishAsync(Tenant, "values", Script);

        var result = await Supervisor.ValueAsync(Tenant, "write", new { });

        ShouldBeWrapped(result);
        ShouldBeWrapped(await Supervisor.KeyAsync(Tenant, "k"));
        ShouldBeWrapped((await StateAsync(Tenant))["data"]);
        (await Supervisor.ValueAsync(Tenant, "kv", new { }))!.ToJsonString().ShouldBe(Recognised);
        (await Supervisor.ValueAsync(Tenant, "list", new { }))!.ToJsonString().ShouldBe(Recognised);
        (await Supervisor.ValueAsync(Tenant, "state", new { }))!.ToJsonString().ShouldBe(Recognised);
    }

    [DatabaseFact]
    public async Task Values_that_the_API_writes_are_what_a_run_reads()
    {
        const string Tenant = "shop:written";
        await Supervisor.PublishAsync(Tenant, "values", Script);

        await Supervisor.PutKeyAsync(Tenant, "k", Wrapped);

        (await Supervisor.ValueAsync(Tenant, "kv", new { }))!.ToJsonString().ShouldBe(Recognised);
        (await Supervisor.ValueAsync(Tenant, "payload", JsonNode.Parse(Wrapped)!))!.ToJsonString().ShouldBe(Recognised);
    }

    [DatabaseFact]
    public async Task Values_survive_the_worker_that_wrote_them()
    {
        const string Tenant = "shop:survivors";
        await Supervisor.PublishAsync(Tenant, "values", Script);
        await Supervisor.ValueAsync(Tenant, "write", new { });

        // The other connection's key cache and heap are new.
        foreach (var number in new[] { 0, 1 })
        {
            var restarts = (int)(await Supervisor.WorkersAsync())[number]!["restarts"]!;
            await Supervisor.RestartWorkerAsync(number);
            await Supervisor.ReplacedAsync(number, restarts + 1);
        }

        (await Supervisor.ValueAsync(Tenant, "kv", new { }))!.ToJsonString().ShouldBe(Recognised);
        (await Supervisor.ValueAsync(Tenant, "state", new { }))!.ToJsonString().ShouldBe(Recognised);
    }

    private static void ShouldBeWrapped(JsonNode? value) =>
        JsonNode.DeepEquals(value, JsonNode.Parse(Wrapped)).ShouldBeTrue(value?.ToJsonString() ?? "nothing");

    private async Task<JsonNode> StateAsync(string tenant) =>
        JsonNode.Parse(await Supervisor.Client.GetStringAsync($"/v1/tenants/{tenant.Replace(':', '/')}/state"))!;
}
