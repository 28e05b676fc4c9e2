using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests;

/// <summary>The history of immediate calls whose commit the database refuses.</summary>
public sealed class CallHistoryTests
{
    private const string History = "select concat_ws(' ', template, version, event, attempt, outcome, reason) from history order by started_at";

    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task A_call_that_ends_as_a_conflict_leaves_a_line()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { ConflictAttempts = 1 });
        await fixture.Test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'n', '1')");
        await fixture.PublishAsync(
            Tenant, "a", "on('e', () => { const n = kv.get('n'); for (const end = Date.now() + 500; Date.now() < end;) {} kv.set('n', n + 1); });", "e");

        var running = fixture.RunAsync(Tenant, "e", key: "once");
        await fixture.UntilRunningAsync(Tenant);
        await RuntimeFixture.UntilAsync(
            async () =>
            {
                await fixture.Test.ExecuteAsync("update tenant_kv set value = '5' where key = 'n'");
                return running.IsCompleted;
            },
            () => "the run does not end");

        var report = await running;
        (report.Failure!.Reason, report.Repeats).ShouldBe(("Conflict", 0));
        (await fixture.Test.ReadTextsAsync(History)).ShouldBe(["a 1 e 1 failed Conflict"]);
        (await fixture.Test.ReadAsync<long>("select count(*) from idempotency_keys")).ShouldBe(0, "a conflict is not final");
    }

    [DatabaseFact]
    public async Task A_call_whose_writes_are_rejected_leaves_a_line_and_the_next_template_runs()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.Test.ExecuteAsync("alter table tenant_kv add constraint none_is_bad check (key <> 'bad')");
        await fixture.PublishAsync(Tenant, "a", "on('e', () => kv.set('bad', 1));", "e");
        await fixture.PublishAsync(Tenant, "b", "on('e', () => kv.set('good', 1));", "e");

        var outcome = (await fixture.SendAsync(Tenant, "e")).ShouldBeOfType<Calls.EventOutcome.Finished>();

        outcome.Runs.Select(run => run.Failure?.Reason).ShouldBe(["WriteRejected", null]);
        (await fixture.Test.ReadTextsAsync(History)).ShouldBe(["a 1 e 1 failed WriteRejected"]);
    }

    [DatabaseFact]
    public async Task A_call_is_answered_though_its_line_cannot_be_written_either()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.Test.ExecuteAsync("""
            alter table tenant_kv add constraint none_is_bad check (key <> 'bad');
            alter table history add constraint none_is_kept check (reason <> 'WriteRejected')
            """);
        await fixture.PublishAsync(Tenant, "a", "on('e', () => kv.set('bad', 1));", "e");

        (await fixture.RunAsync(Tenant, "e")).Failure!.Reason.ShouldBe("WriteRejected");
    }
}
