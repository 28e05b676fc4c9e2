using System.Net.Http.Json;
using System.Text.Json;
using TemplateWorker.EndToEnd.Tests.Support;
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
    private const int Events = 40;

    private const string Source = """
        on("add", event => {
          kv.set("log", [...(kv.get("log") ?? []), event.data]);
          kv.increment("count");
          state.update(data => { data.last = event.data; });
          if (event.data % 10 === 0) events.emit("tenth", event.data);
          if (event.data === Number(template.settings.bad)) throw new Error("not this one");
          console.log("ran", event.data);
        });
        """;

    private const string Listener = """on("tenth", event => { kv.set("tenths", [...(kv.get("tenths") ?? []), event.data]); });""";

    [DatabaseFact]
    public async Task Runs_that_would_wait_for_the_committer_take_effect_one_after_the_other_at_the_same_moment()
    {
        await using var scene = await Scene.PrepareAsync();

        await scene.PlayAsync(outside: null);

        await scene.ShouldHaveDoneAsync(Enumerable.Range(1, Events));
        (await scene.CommitsOfFirstTwoAsync()).ShouldBe(1);
        (await scene.ReadAsync("tenths")).ShouldBe("[10, 20, 30, 40]");
        (await scene.Database.ReadAsync<string>("select data->>'last' from tenant_state where owner_id = '1'")).ShouldBe($"{Events}");
    }

    [DatabaseFact]
    public async Task One_that_fails_among_them_leaves_no_trace_but_its_own_and_those_before_it_as_they_are()
    {
        await using var scene = await Scene.PrepareAsync(bad: 2);

        await scene.PlayAsync(outside: null);

        await scene.ShouldHaveDoneAsync(Enumerable.Range(1, Events).Where(number => number != 2));
        (await scene.CommitsOfFirstTwoAsync()).ShouldBe(1);
        (await scene.Database.ReadTextsAsync("select data::text || ' ' || reason || ' ' || attempt from dead_letters")).ShouldBe(["2 ScriptError 1"]);
    }

    [DatabaseFact]
    public async Task When_somebody_else_writes_what_they_read_they_are_made_again_with_what_is_there()
    {
        await using var scene = await Scene.PrepareAsync();

        await scene.PlayAsync(outside: "insert into tenant_kv (owner_type, owner_id, key, value) values ('flow', '1', 'count', '1000')");

        await scene.ShouldHaveDoneAsync(Enumerable.Range(1, Events), from: 1000);
        (await scene.ReadAsync("tenths")).ShouldBe("[10, 20, 30, 40]");
    }

    [DatabaseFact]
    public async Task When_one_of_them_is_dropped_meanwhile_the_others_are_made_again_without_it()
    {
        await using var scene = await Scene.PrepareAsync();

        await scene.PlayAsync(outside: "delete from deliveries where owner_id = '1' and data::text = '3'");

        await scene.ShouldHaveDoneAsync(Enumerable.Range(1, Events).Where(number => number != 3));
    }

    private sealed class Scene : IAsyncDisposable
    {
        private Scene(TestDatabase database, RunningSupervisor supervisor)
        {
            Database = database;
            Supervisor = supervisor;
        }

        public TestDatabase Database { get; }

        private RunningSupervisor Supervisor { get; }

        public static async Task<Scene> PrepareAsync(int bad = 0)
        {
            var database = await TestDatabase.CreateAsync();
            var supervisor = await RunningSupervisor.StartAsync(database, "", "--process-workers", "1");
            await supervisor.PublishAsync(Tenant, "adder", Source, new { bad });
            await supervisor.PublishAsync(Tenant, "listener", Listener);
            await supervisor.PublishAsync(Blocker, "blocker", """on("block", () => kv.increment("n"));""");
            await supervisor.PutKeyAsync(Blocker, "n", "0");
            await database.ExecuteAsync("""
                create table gate (is_open boolean not null);
                create function wait_for_gate() returns trigger language plpgsql as $$
                begin
                  while not exists (select from public.gate) loop perform pg_sleep(0.005); end loop;
                  return new;
                end $$;
                create trigger wait_for_gate before insert or update on tenant_kv
                  for each row when (new.owner_id = 'blocker') execute function wait_for_gate();
                """);
            using var policy = await supervisor.Client.PutAsJsonAsync("/v1/tenants/flow/1/templates/adder/policy", new { max_attempts = 1 });
            policy.EnsureSuccessStatusCode();
            return new Scene(database, supervisor);
        }

        /// <summary>Lets the lane run while the committer waits for a row, and something else happen before it goes on.</summary>
        public async Task PlayAsync(string? outside)
        {
            await PauseAsync("pause");
            foreach (var number in Enumerable.Range(1, Events))
            {
                await SendAsync("1", "add", number);
            }

            await SendAsync("blocker", "block", 0);
            await Eventually.HoldsAsync(
                async () => await Database.ReadAsync<long>("select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()") > 0,
                () => Supervisor.Process.Output);
            await PauseAsync("resume");
            await Eventually.HoldsAsync(
                async () => await Database.ReadAsync<long>("select count(*) from logs where owner_id = '1'") > 1, () => Supervisor.Process.Output);
            if (outside is not null)
            {
                await Database.ExecuteAsync(outside);
            }

            await Database.ExecuteAsync("insert into gate values (true)");
            await Eventually.HoldsAsync(async () => await Database.ReadAsync<long>("select count(*) from deliveries") == 0, () => Supervisor.Process.Output);
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

        private async Task PauseAsync(string verb)
        {
            using var response = await Supervisor.Client.PostAsync($"/v1/tenants/flow/1/lanes/adder/{verb}", null);
            response.EnsureSuccessStatusCode();
        }

        private async Task SendAsync(string owner, string name, int data)
        {
            using var response = await Supervisor.Client.PostAsJsonAsync($"/v1/tenants/flow/{owner}/events", new { name, data });
            ((int)response.StatusCode).ShouldBe(202);
        }
    }
}
