using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

/// <summary>What templates leave to the clock: keys that expire, and schedules.</summary>
[Collection(RunsCollection.Name)]
public sealed class ClockTests(RunsInstallation installation)
{
    private RunningSupervisor Supervisor => installation.Supervisor;

    [DatabaseFact]
    public async Task A_key_that_a_template_sets_with_a_time_to_live_is_gone_when_it_is_over_and_told_of_once()
    {
        const string Tenant = "clock:ttl";
        await Supervisor.PublishAsync(Tenant, "cache", """
            on("set", () => {
              kv.scope("s").set("short", { v: 1 }, { ttl: 300 });
              kv.set("long", 1, { ttl: 3600000 });
              return kv.scope("s").getRecord("short").expiresAt instanceof Date;
            });
            on("get", () => [kv.scope("s").get("short") ?? null, kv.get("long"), kv.getRecord("long").expiresAt > new Date(), kv.scope("s").list().length]);
            on("keep", () => { kv.increment("long"); return kv.getRecord("long").expiresAt !== undefined; });
            on("clear", () => { kv.set("long", 5); return kv.getRecord("long").expiresAt === undefined; });
            on("key.expired", event => { kv.increment("told"); kv.set("last", event.data); });
            """);

        (await Supervisor.ValueAsync(Tenant, "set", new { }))!.ToJsonString().ShouldBe("true");
        (await Supervisor.ValueAsync(Tenant, "keep", new { }))!.ToJsonString().ShouldBe("true");
        await Eventually.HoldsAsync(
            async () => (await Supervisor.ValueAsync(Tenant, "get", new { }))!.ToJsonString() == "[null,2,true,0]", () => "The key does not expire.");
        await Eventually.HoldsAsync(
            async () => await Supervisor.KeyAsync(Tenant, "told") is not null, () => "The template is not told.");
        (await Supervisor.KeyAsync(Tenant, "last"))!.ToJsonString().ShouldBe("""{"key":"short","value":{"v":1},"scopes":["s"]}""");
        (await Supervisor.ValueAsync(Tenant, "clear", new { }))!.ToJsonString().ShouldBe("true");
        ((int)(await Supervisor.KeyAsync(Tenant, "told"))!).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_key_that_a_worker_remembers_is_gone_for_it_too_when_it_expires()
    {
        const string Tenant = "clock:cached";
        await Supervisor.PublishAsync(Tenant, "cache", """
            on("get", () => kv.get("k") ?? null);
            on("add", () => kv.increment("k"));
            """);
        using var content = new StringContent("7", System.Text.Encoding.UTF8, "application/json");
        using var put = await Supervisor.Client.PutAsync("/v1/tenants/clock/cached/kv/k?ttl=2s", content);
        put.IsSuccessStatusCode.ShouldBeTrue(await put.Content.ReadAsStringAsync());

        (await Supervisor.ValueAsync(Tenant, "get", new { }))!.ToJsonString().ShouldBe("7");
        await Eventually.HoldsAsync(async () => await Supervisor.ValueAsync(Tenant, "get", new { }) is null, () => "The worker still has the value.");
        ((int)(await Supervisor.ValueAsync(Tenant, "add", new { }))!).ShouldBe(1);
        (await Supervisor.KeyAsync(Tenant, "k"))!.ToJsonString().ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_time_to_expire_that_is_over_is_refused_and_the_run_writes_nothing()
    {
        const string Tenant = "clock:past";
        await Supervisor.PublishAsync(Tenant, "cache", """on("set", () => { kv.set("a", 1); kv.set("b", 1, { expireAt: new Date(0) }); });""");

        var result = await Supervisor.RunAsync(Tenant, "set", new { });

        ((string?)result["error"]!["message"]).ShouldBe("RangeError: kv.set: expireAt must be in the future, was 1970-01-01T00:00:00.000Z.");
        (await Supervisor.KeyAsync(Tenant, "a")).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task A_schedule_of_a_template_fires_and_one_that_it_removed_does_not()
    {
        const string Tenant = "clock:schedule";
        await Supervisor.PublishAsync(Tenant, "report", """
            on("plan", () => {
              events.schedule("daily", "30 6 * * *", { timezone: "Europe/Berlin", event: "report", data: { all: true }, catchUp: "last" });
              events.schedule("gone", "@hourly", { event: "report" });
              return events.unschedule("gone");
            });
            on("report", event => { kv.set("got", event.data); kv.increment("reports"); });
            """);
        (await Supervisor.ValueAsync(Tenant, "plan", new { }))!.ToJsonString().ShouldBe("true");
        (await installation.Database.ReadTextsAsync("select name || ' ' || cron || ' ' || template from schedules where owner_id = 'schedule'"))
            .ShouldBe(["daily 30 6 * * * report"]);

        await installation.Database.ExecuteAsync("update schedules set next_at = now() where owner_id = 'schedule'");

        await Eventually.HoldsAsync(async () => await Supervisor.KeyAsync(Tenant, "got") is not null, () => "The schedule does not fire.");
        (await Supervisor.KeyAsync(Tenant, "got"))!.ToJsonString().ShouldBe("""{"all":true}""");
        (await installation.Database.ReadAsync<bool>("select next_at > now() from schedules where owner_id = 'schedule'")).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task A_run_that_fails_schedules_nothing_and_a_bad_expression_says_what_is_wrong()
    {
        const string Tenant = "clock:failed";
        await Supervisor.PublishAsync(Tenant, "t", """
            on("bad", () => { events.schedule("a", "@hourly"); events.schedule("b", "61 * * * *"); });
            on("zone", () => { events.schedule("b", "@daily", { timezone: "Europe/Atlantis" }); });
            """);

        ((string?)(await Supervisor.RunAsync(Tenant, "bad", new { }))["error"]!["message"]).ShouldNotBeNull().ShouldStartWith("RangeError: events.schedule: ");
        ((string?)(await Supervisor.RunAsync(Tenant, "zone", new { }))["error"]!["message"]).ShouldNotBeNull().ShouldContain("Europe/Atlantis");
        (await installation.Database.ReadAsync<long>("select count(*) from schedules where owner_id = 'failed'")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_run_that_makes_more_schedules_than_the_tenant_may_have_ends_with_the_named_reason()
    {
        const string Tenant = "clock:many";
        await Supervisor.PublishAsync(Tenant, "t", """
            on("plan", event => { for (let i = event.data.from; i < event.data.to; i++) events.schedule("s" + i, "@daily"); });
            """);

        ((string?)(await Supervisor.RunAsync(Tenant, "plan", new { from = 0, to = 100 }))["outcome"]).ShouldBe("completed");
        ((string?)(await Supervisor.RunAsync(Tenant, "plan", new { from = 50, to = 101 }))["error"]!["reason"]).ShouldBe("TooManySchedules");
        ((string?)(await Supervisor.RunAsync(Tenant, "plan", new { from = 50, to = 60 }))["outcome"]).ShouldBe("completed");
        (await installation.Database.ReadAsync<long>("select count(*) from schedules where owner_id = 'many'")).ShouldBe(100);
    }

    [DatabaseFact]
    public async Task A_run_sees_one_state_of_a_key_whichever_way_it_looks()
    {
        const string Tenant = "clock:same";
        await Supervisor.PutKeyAsync(Tenant, "k", "1");
        await Supervisor.PublishAsync(Tenant, "t", """
            on("look", () => {
              const seen = [kv.getRecord("k").value];
              if (ctx.attempt === 1) events.unschedule("gate");
              seen.push(kv.getRecord("k").value, kv.get("k"));
              return seen;
            });
            """);
        var gate = await Gate.CloseAsync(installation.Database);
        var call = Supervisor.RunAsync(Tenant, "look", new { });
        await gate.SomebodyWaitsAsync();
        await Supervisor.PutKeyAsync(Tenant, "k", "2");
        await gate.OpenAsync();

        var result = await call;
        (result["value"]!.ToJsonString(), (int)result["repeats"]!).ShouldBe(("[2,2,2]", 1));
    }
}
