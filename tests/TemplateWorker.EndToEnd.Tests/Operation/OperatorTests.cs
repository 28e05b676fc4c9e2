using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

public sealed class OperatorTests
{
    private const string Counter = """on("count", () => { kv.set("n", (kv.get("n") ?? 0) + 1); });""";

    private const string Failing = """on("fail", () => { if (!kv.get("fixed")) throw new Error("not yet"); kv.set("done", true); });""";

    [DatabaseFact]
    public async Task A_lane_is_paused_and_let_go_on_from_the_command_line_while_a_supervisor_runs()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        using var folder = OperatorFolder.Create();
        await supervisor.PublishAsync("guild:1", "counter", Counter);

        (await RunAsync(folder, database, "lanes", "pause", "guild:1", "counter")).ShouldBe((0, "guild:1 counter paused"));
        await Eventually.HoldsAsync(
            async () => await database.ReadAsync<long>("select count(*) from lane_holds") == 1, () => supervisor.Process.Output);
        await SendAsync(supervisor, "count");

        var (_, listed) = await RunAsync(folder, database, "deliveries", "list", "guild:1", "--json");
        JsonNode.Parse(listed)!["items"]!.AsArray().ShouldHaveSingleItem();
        (await RunAsync(folder, database, "lanes", "resume", "guild:1", "counter")).ShouldBe((0, "guild:1 counter resumed"));

        await Eventually.HoldsAsync(async () => (await supervisor.KeyAsync("guild:1", "n"))?.ToString() == "1", () => supervisor.Process.Output);
    }

    [DatabaseFact]
    public async Task A_dead_letter_is_found_understood_and_tried_again_from_the_command_line()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        using var folder = OperatorFolder.Create();
        await supervisor.PublishAsync("guild:1", "fragile", Failing);
        (await RunAsync(folder, database, "policy", "set", "guild:1", "fragile", "--max-attempts", "1")).ExitCode.ShouldBe(0);
        await SendAsync(supervisor, "fail");
        await Eventually.HoldsAsync(async () => await database.ReadAsync<long>("select count(*) from dead_letters") == 1, () => supervisor.Process.Output);

        var (_, history) = await RunAsync(folder, database, "history", "guild:1", "--outcome", "dead");
        history.ShouldContain("not yet");
        var id = await database.ReadAsync<long>("select id from dead_letters");
        var (_, shown) = await RunAsync(folder, database, "deliveries", "show", "guild:1", $"{id}");
        shown.ShouldContain("ScriptError");
        await supervisor.PutKeyAsync("guild:1", "fixed", "true");
        (await RunAsync(folder, database, "deliveries", "replay", "guild:1", $"{id}")).ShouldBe((0, "1 delivery replayed"));

        await Eventually.HoldsAsync(async () => (await supervisor.KeyAsync("guild:1", "done"))?.ToString() == "true", () => supervisor.Process.Output);
    }

    [DatabaseFact]
    public async Task What_cannot_be_done_ends_with_its_reason_and_a_status_that_scripts_can_tell()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var empty = await TestDatabase.CreateEmptyAsync();
        using var folder = OperatorFolder.Create();

        (await RunAsync(folder, database, "deliveries", "show", "guild:1", "7")).ShouldBe((1, "guild:1 has no delivery 7: it is done, was dropped, or never existed"));
        var (wrong, refusal) = await RunAsync(folder, database, "deliveries", "show", "guild");
        wrong.ShouldBe(2);
        refusal.ShouldContain("TENANT must be a tenant such as guild:1234, was");
        var (old, advice) = await RunAsync(folder, empty, "lanes", "list", "guild:1");
        old.ShouldBe(1);
        advice.ShouldContain("--worker-type migrate");
    }

    private static async Task SendAsync(RunningSupervisor supervisor, string name)
    {
        using var response = await supervisor.Client.PostAsJsonAsync("/v1/tenants/guild/1/events", new { name, data = 1 });
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(OperatorFolder folder, TestDatabase database, params string[] arguments)
    {
        await using var process = RunningProcess.Start([.. arguments, "--config", folder.WriteConfig(database)]);
        var exitCode = await process.ExitCodeAsync();
        return (exitCode, process.Output);
    }
}
