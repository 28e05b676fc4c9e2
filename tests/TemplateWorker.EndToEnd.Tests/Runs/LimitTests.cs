using System.Net.Http.Json;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

public sealed class LimitTests(LimitsInstallation installation) : IClassFixture<LimitsInstallation>
{
    private RunningSupervisor Supervisor => installation.Supervisor;

    public static TheoryData<string, string> Breaches() => new()
    {
        { "KeyTooLarge", """kv.get("k".repeat(65))""" },
        { "ValueTooLarge", """kv.set("big", "v".repeat(9000))""" },
        { "ValueTooLarge", """state.update(() => "v".repeat(9000))""" },
        { "TooManyBytesWritten", """for (let i = 0; i < 3; i++) kv.set("k" + i, "v".repeat(6000))""" },
        { "TooManyBytesWritten", """kv.set("k", "v".repeat(6000)); state.update(() => "v".repeat(6000)); for (let i = 0; i < 2; i++) events.emit("unheard", "d".repeat(4000))""" },
        { "TooManyScopes", """kv.scope("a", "b", "c", "d").get("k")""" },
        { "TooManyLogLines", """for (let i = 0; i < 6; i++) console.log("line " + i)""" },
        { "TooManyEvents", """for (let i = 0; i < 6; i++) events.emit("unheard", i)""" },
        { "EventTooLarge", """events.emit("unheard", "d".repeat(5000))""" },
        { "ResultTooLarge", """return "r".repeat(5000)""" },
        { "CpuLimit", """while (true) {}""" },
        { "CpuLimit", """while (true) { try { while (true) {} } catch { } finally { continue } }""" },
        { "CpuLimit", """const again = () => { Promise.resolve().then(again); }; again(); return new Promise(() => {})""" },
        { "HeapLimit", """const hoard = []; while (true) hoard.push(new Array(10000).fill(hoard.length))""" },
        { "NeverSettles", """return new Promise(() => {})""" },
        { "ResultNotSerializable", """return () => 1""" },
        { "ResultNotSerializable", """return { price: NaN }""" },
        { "ScriptError", """const deeper = () => deeper() + 1; deeper()""" },
        { "ScriptError", """return Promise.reject(new Error("rejected"))""" },
    };

    [DatabaseTheory]
    [MemberData(nameof(Breaches))]
    public async Task A_breach_has_its_name_writes_nothing_and_leaves_the_tenant_fit_for_the_next_event(string reason, string code)
    {
        var tenant = $"shop:{reason}-{(uint)string.GetHashCode(code, StringComparison.Ordinal)}";
        await Supervisor.PublishAsync(tenant, "breach", $$"""
            on("breach", () => {
              kv.set("before", 1);
              state.update(data => { data.before = true; });
              {{code}};
            });
            on("fine", () => ({ before: kv.get("before") === undefined, state: state.data, n: kv.increment("n") }));
            """);

        var breach = await Supervisor.RunAsync(tenant, "breach", new { });

        ((string?)breach["outcome"], (string?)breach["error"]?["reason"]).ShouldBe(("failed", reason), breach.ToJsonString());
        ((string?)breach["error"]!["message"]).ShouldNotBeNullOrEmpty();
        (await Supervisor.KeyAsync(tenant, "before")).ShouldBeNull();
        (await Supervisor.ValueAsync(tenant, "fine", new { }))!.ToJsonString().ShouldBe("""{"before":true,"state":{},"n":1}""");
        (await Supervisor.WorkersAsync()).Select(worker => (int)worker!["restarts"]!).ShouldAllBe(restarts => restarts == 0);
    }

    [DatabaseTheory]
    [InlineData("KeyTooLarge", """kv.get("k".repeat(65))""")]
    [InlineData("ValueTooLarge", """kv.set("big", "v".repeat(9000))""")]
    [InlineData("TooManyLogLines", """for (let i = 0; i < 6; i++) console.log("line " + i)""")]
    public async Task A_breach_that_the_script_catches_still_ends_the_run(string reason, string code)
    {
        var tenant = $"shop:caught-{reason}";
        await Supervisor.PublishAsync(tenant, "breach", $$"""
            on("breach", () => {
              try { {{code}}; } catch { }
              try { kv.set("after", 1); } catch { }
              return "well";
            });
            """);

        (await Supervisor.CallAsync(tenant, "breach", new { })).Reason.ShouldBe(reason);
        (await Supervisor.KeyAsync(tenant, "after")).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task A_run_that_waits_for_the_database_past_its_wall_time_ends_by_the_time_limit()
    {
        const string Tenant = "shop:hurried";
        await Supervisor.PublishAsync(Tenant, "read", """
            on("read", () => {
              kv.set("before", 1);
              console.log("reads now");
              kv.get("slow");
              for (let i = 0; i < 1e6; i++) {}
              return "late";
            });
            """);
        await using var locked = await installation.Database.ConnectAsync();
        await using var transaction = await locked.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand("lock table tenant_kv in access exclusive mode", locked))
        {
            await command.ExecuteNonQueryAsync();
        }

        var call = Supervisor.CallAsync(Tenant, "read", new { });
        await Supervisor.Process.LineAsync("reads now");

        // No wait for something: the time itself is what the run must have too much of.
        await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System);
        await transaction.RollbackAsync();

        (await call).Reason.ShouldBe("TimeLimit");
        (await Supervisor.KeyAsync(Tenant, "before")).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Events_that_emit_each_other_in_a_circle_end_after_so_many_hops()
    {
        const string Tenant = "shop:circle";
        await Supervisor.PublishAsync(Tenant, "circle", """on("again", () => { kv.increment("runs"); events.emit("again", null); });""");
        await Supervisor.Client.PutAsJsonAsync("/v1/tenants/shop/circle/templates/circle/policy", new { max_attempts = 1 });

        await Supervisor.Client.PostAsJsonAsync("/v1/tenants/shop/circle/events", new { name = "again", data = 0 });

        await Eventually.HoldsAsync(
            async () => await installation.Database.ReadAsync<long>("select count(*) from dead_letters where owner_id = 'circle'") == 1,
            () => Supervisor.Process.Output);
        (await installation.Database.ReadAsync<string>("select reason from dead_letters where owner_id = 'circle'")).ShouldBe("TooManyHops");
        ((int)(await Supervisor.KeyAsync(Tenant, "runs"))!).ShouldBe(3);
    }

    [DatabaseFact]
    public async Task A_tenant_cannot_fill_its_queue_past_its_limit_with_events_that_it_emits()
    {
        const string Tenant = "shop:flood";
        await Supervisor.PublishAsync(Tenant, "flood", """
            on("pour", event => { for (let i = 0; i < event.data; i++) events.emit("drop", i, { delay: 3_600_000 }); });
            on("drop", () => {});
            """);
        await Supervisor.RunAsync(Tenant, "pour", 5);

        var breach = await Supervisor.CallAsync(Tenant, "pour", 4);
        (await Supervisor.CallAsync(Tenant, "pour", 3)).Reason.ShouldBeNull();

        breach.Reason.ShouldBe("QueueFull");
        (await installation.Database.ReadAsync<long>("select count(*) from delayed_deliveries where owner_id = 'flood'")).ShouldBe(8);
    }

    [DatabaseFact]
    public async Task Limits_of_one_tenant_are_its_own()
    {
        const string Source = """
            on("write", () => { kv.set("k", "v".repeat(2000)); });
            on("compute", () => { const end = Date.now() + 200; while (Date.now() < end) {} });
            """;
        await Supervisor.PublishAsync("shop:small", "t", Source);
        await Supervisor.PublishAsync("shop:usual", "t", Source);

        (await Supervisor.CallAsync("shop:small", "write", new { })).Reason.ShouldBe("ValueTooLarge");
        (await Supervisor.CallAsync("shop:usual", "write", new { })).Reason.ShouldBeNull();
        (await Supervisor.CallAsync("shop:usual", "compute", new { })).Reason.ShouldBeNull();
    }

    [DatabaseFact]
    public async Task What_a_run_may_write_is_a_limit_of_one_tenant_too()
    {
        const string Source = """on("write", () => { kv.set("a", "v".repeat(5000)); kv.set("b", "v".repeat(5000)); });""";
        await Supervisor.PublishAsync("shop:frugal", "t", Source);
        await Supervisor.PublishAsync("shop:spender", "t", Source);

        var breach = await Supervisor.CallAsync("shop:frugal", "write", new { });

        breach.Reason.ShouldBe("TooManyBytesWritten");
        (await Supervisor.CallAsync("shop:spender", "write", new { })).Reason.ShouldBeNull();
    }

    [DatabaseFact]
    public async Task A_tenant_that_breaches_every_limit_at_once_hurts_only_itself()
    {
        var (hostile, peaceful) = ("shop:hostile", "shop:peaceful");
        await Supervisor.PublishAsync(hostile, "t", """
            on("cpu", () => { while (true) {} });
            on("heap", () => { const hoard = []; while (true) hoard.push(new Array(10000).fill(1)); });
            on("flood", () => { const again = () => { Promise.resolve().then(again); }; again(); });
            """);
        await Supervisor.PublishAsync(peaceful, "t", """on("add", () => kv.increment("n"));""");

        var attacks = new[] { "cpu", "heap", "flood" }
            .Select(name => Supervisor.CallAsync(hostile, name, new { })).ToArray();
        for (var i = 1; i <= 10; i++)
        {
            ((int)(await Supervisor.ValueAsync(peaceful, "add", new { }))!).ShouldBe(i);
        }

        (await Task.WhenAll(attacks)).Select(attack => attack.Reason).ShouldBe(["CpuLimit", "HeapLimit", "CpuLimit"]);
    }
}
