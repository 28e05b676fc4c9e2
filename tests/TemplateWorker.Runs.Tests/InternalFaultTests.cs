using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Runs.Tests;

/// <summary>An exception of ours in a host call. The driver cannot read times before our calendar, and says so in no words of a database.</summary>
public sealed class InternalFaultTests
{
    private const string BreakKey = """
        insert into tenant_kv (owner_type, owner_id, key, value, created_at) values ('guild', '1', 'k', '1', '4713-01-02 BC')
        """;

    private static readonly TenantId Tenant = new("guild", "1");
    private static readonly TenantId Neighbour = new("guild", "2");

    [DatabaseFact]
    public async Task It_fails_the_run_by_its_name_and_stands_in_the_history_and_once_in_the_log()
    {
        using var loggers = new CollectingLoggers();
        await using var fixture = await RuntimeFixture.CreateAsync(loggers: loggers);
        await fixture.PublishAsync(Tenant, "a", "on('e', () => { try { kv.get('k'); } catch (error) { kv.set('caught', 1); } }); on('f', () => 1);", "e", "f");
        await fixture.PublishAsync(Neighbour, "a", "on('e', () => 1);", "e");
        await fixture.Test.ExecuteAsync(BreakKey);

        var report = await fixture.RunAsync(Tenant, "e");

        report.Failure!.Reason.ShouldBe(RunFailure.InternalFault);
        (await fixture.Test.ReadTextsAsync("select outcome || ' ' || reason from history")).ShouldBe(["failed InternalFault"]);
        (await fixture.Test.ReadAsync<long>("select count(*) from tenant_kv where key = 'caught'")).ShouldBe(0);
        loggers.Lines.Count(line => line.Contains("Internal error in a run of template 'a' of guild:1 for event 'e'")).ShouldBe(1);
        (await fixture.RunAsync(Tenant, "f")).ResultJson.ShouldBe("1");
        (await fixture.RunAsync(Neighbour, "e")).ResultJson.ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_delivery_that_meets_it_counts_its_attempts_and_is_given_up()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "on('e', () => kv.get('k')); on('f', () => kv.increment('n'));", "e", "f");
        await fixture.Test.ExecuteAsync(BreakKey);
        await fixture.Test.ExecuteAsync(
            """
            insert into template_policies (owner_type, owner_id, template, max_attempts, backoff_base, backoff_cap, on_exhausted)
            values ('guild', '1', 'a', 2, interval '100 ms', interval '100 ms', 'skip')
            """);
        await fixture.AssignAsync(Tenant);

        await fixture.AcceptAsync(Tenant, "e");
        await fixture.AcceptAsync(Tenant, "f");

        await RuntimeFixture.UntilAsync(
            async () => await fixture.Test.ReadAsync<long>("select count(*) from deliveries") == 0, () => "deliveries are left");
        (await fixture.Test.ReadTextsAsync("select coalesce(reason, outcome) from history order by finished_at"))
            .ShouldBe(["InternalFault", "InternalFault", "done"]);
        (await fixture.Test.ReadAsync<long>("select count(*) from dead_letters where reason = 'InternalFault'")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_value_that_is_nested_deeper_than_a_template_may_write_is_compared_like_any_other()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "on('e', () => kv.compareAndSet('k', [1], 2));", "e");
        await fixture.Test.ExecuteAsync(
            $"insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'k', '{new string('[', 1_000)}{new string(']', 1_000)}')");

        (await fixture.RunAsync(Tenant, "e")).ResultJson.ShouldBe("false");
    }
}
