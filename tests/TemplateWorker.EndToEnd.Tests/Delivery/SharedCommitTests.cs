using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

/// <summary>
/// Deliveries of one lane whose runs are committed together, because the committer was busy when the first one ended. It is kept
/// busy by a trigger on the row that another tenant's run writes, which waits until the scene goes on: a lock would be given up
/// after two seconds.
/// </summary>
public sealed class SharedCommitTests
{
    private const string Tenant = "flow:1";
    private const string Blocker = "flow:blocker";
    private const string Other = "flow:other";
    private const int Events = 40;
    private const int MostScenes = 6;

    private const string Source = """
        on("add", event => {
          console.log("runs", event.data);
          kv.set("log", [...(kv.get("log") ?? []), event.data]);
          kv.increment("count");
          state.update(data => { data.last = event.data; });
          if (event.data % 10 === 0) events.emit("tenth", event.data);
          if (event.data === Number(template.settings.bad)) throw new Error("not this one");
        });
        """;

    private const string Listener = """on("tenth", event => { kv.set("tenths", [...(kv.get("tenths") ?? []), event.data]); });""";

    [DatabaseFact]
    public async Task Runs_that_would_wait_for_the_committer_take_effect_one_after_the_other_at_the_same_moment()
    {
        await using var scene = await Scene.PlayedAsync();

        await scene.ShouldHaveDoneAsync(Enumerable.Range(1, Events));
        (await scene.CommitsOfFirstTwoAsync()).ShouldBe(1);
        (await scene.ReadAsync("tenths")).ShouldBe("[10, 20, 30, 40]");
        (await scene.Database.ReadAsync<string>("select data->>'last' from tenant_state where owner_id = '1'")).ShouldBe($"{Events}");
    }

    [DatabaseFact]
    public async Task One_that_fails_among_them_leaves_no_trace_but_its_own_and_those_before_it_as_they_are()
    {
        await using var scene = await Scene.PlayedAsync(bad: 2);

        await scene.ShouldHaveDoneAsync(Enumerable.Range(1, Events).Where(number => number != 2));
        (await scene.CommitsOfFirstTwoAsync()).ShouldBe(1);
        (await scene.Database.ReadTextsAsync("select data::text || ' ' || reason || ' ' || attempt from dead_letters")).ShouldBe(["2 ScriptError 1"]);
    }

    [DatabaseFact]
    public async Task When_somebody_else_writes_what_they_read_they_are_made_again_with_what_is_there()
    {
        await using var scene = await Scene.PlayedAsync(outside: "insert into tenant_kv (owner_type, owner_id, key, value) values ('flow', '1', 'count', '1000')");

        await scene.ShouldHaveDoneAsync(Enumerable.Range(1, Events), from: 1000);
        (await scene.ReadAsync("tenths")).ShouldBe("[10, 20, 30, 40]");
    }

    [DatabaseFact]
    public async Task When_one_of_them_is_dropped_meanwhile_the_others_are_made_again_without_it()
    {
        await using var scene = await Scene.PlayedAsync(outside: "delete from deliveries where owner_id = '1' and data::text = '3'");

        await scene.ShouldHaveDoneAsync(Enumerable.Range(1, Events).Where(number => number != 3));
    }

    private sealed class Scene : IAsyncDisposable
    {
        private readonly CommitGate _gate;

        private Scene(TestDatabase database, RunningSupervisor supervisor, CommitGate gate)
        {
            _gate = gate;
            Database = database;
            Supervisor = supervisor;
        }

        public TestDatabase Database { get; }

        private RunningSupervisor Supervisor { get; }

        /// <summary>
        /// A scene in which runs were committed together. The first run of a lane that takes longer than a slice is committed alone, as it
        /// may be on a busy machine; the scene then begins anew.
        /// </summary>
        public static async Task<Scene> PlayedAsync(int bad = 0, string? outside = null)
        {
            for (var scenes = 1; ; scenes++)
            {
                var scene = await PrepareAsync(bad);
                if (await scene.TryPlayAsync(outside))
                {
                    return scene;
                }

                await scene.DisposeAsync();
                scenes.ShouldBeLessThan(MostScenes, "No lane added a second run to its first one while the committer was busy.");
            }
        }

        private static async Task<Scene> PrepareAsync(int bad)
        {
            var database = await TestDatabase.CreateAsync();
            var supervisor = await RunningSupervisor.StartAsync(database, "", "--process-workers", "1");
            await supervisor.PublishAsync(Tenant, "adder", Source, new { bad });
            await supervisor.PublishAsync(Tenant, "listener", Listener);
            await supervisor.PublishAsync(Other, "adder", Source);
            await supervisor.PublishAsync(Blocker, "blocker", """on("block", () => kv.increment("n"));""");
            await supervisor.PutKeyAsync(Blocker, "n", "0");
            var gate = await CommitGate.CloseAsync(database, "blocker");
            using var policy = await supervisor.Client.PutAsJsonAsync("/v1/tenants/flow/1/templates/adder/policy", new { max_attempts = 1 });
            policy.EnsureSuccessStatusCode();
            var scene = new Scene(database, supervisor, gate);
            await scene.WarmUpAsync();
            return scene;
        }

        /// <summary>Each once, in order, with one line of history.</summary>
        public async Task ShouldHaveDoneAsync(IEnumerable<int> numbers, int from = 0)
        {
            var expected = numbers.ToArray();
            JsonSerializer.Deserialize<int[]>((await ReadAsync("log"))!).ShouldBe(expected);
            (await ReadAsync("count")).ShouldBe($"{from + expected.Length}");
            (await Database.ReadAsync<long>("select count(*) from history where template = 'adder' and outcome = 'done'")).ShouldBe(expected.Length);
        }

        public Task<string?> ReadAsync(string key) =>
            Database.ReadAsync<string?>($"select value::text from tenant_kv where owner_id = '1' and key = '{key}'");

        /// <summary>How many transactions the first two runs were committed in.</summary>
        public Task<long> CommitsOfFirstTwoAsync() => Database.ReadAsync<long>("""
            select count(distinct version) from (select xmin::text as version from history where template = 'adder' order by delivery limit 2) first
            """);

        public async ValueTask DisposeAsync()
        {
            await Supervisor.DisposeAsync();
            await Database.DisposeAsync();
        }

        // The first runs of a process compile the worker's own code.
        private async Task WarmUpAsync()
        {
            await SendAsync(Other, "add", Enumerable.Range(1, 5));
            await DrainAsync();
            await Database.ExecuteAsync("delete from history");
        }

        /// <summary>Lets the lane run while the committer waits for a row, and something else happen before it continues.</summary>
        /// <returns>False when the lane's first run waits for the committer alone.</returns>
        private async Task<bool> TryPlayAsync(string? outside)
        {
            await SendAsync(Blocker, "block", [0]);
            await Eventually.HoldsAsync(_gate.IsReachedAsync, () => Supervisor.Process.Output);
            await SendAsync(Tenant, "add", Enumerable.Range(1, Events));
            if (!await Eventually.IsWithinAsync(TimeSpan.FromSeconds(4), async () => await CountLinesAsync() > 1))
            {
                return false;
            }

            if (outside is not null)
            {
                await Database.ExecuteAsync(outside);
            }

            await _gate.OpenAsync();
            await DrainAsync();
            return true;
        }

        // A worker writes the lines of the runs that it has made, in groups, whether they are committed or not.
        private Task<long> CountLinesAsync() => Database.ReadAsync<long>("select count(*) from logs where owner_id = '1'");

        private Task DrainAsync() => Eventually.HoldsAsync(
            async () => await Database.ReadAsync<long>("select count(*) from deliveries") == 0, () => Supervisor.Process.Output);

        // In one request, so that the worker has all of them before it runs the first one.
        private async Task SendAsync(string tenant, string name, IEnumerable<int> data)
        {
            var lines = string.Join('\n', data.Select(number => JsonSerializer.Serialize(new { tenant, name, data = number })));
            using var content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
            using var response = await Supervisor.Client.PostAsync("/v1/events", content);
            response.EnsureSuccessStatusCode();
        }
    }
}
