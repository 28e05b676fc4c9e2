using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Planning;
using TemplateWorker.Storage.Migrations.Schema;
using TemplateWorker.Storage.Migrations.Undoing;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.Undoing;

public sealed class MigrationUndoTests
{
    [DatabaseFact]
    public async Task Each_migration_applied_undone_and_applied_again_leaves_the_same_schema()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        var migrator = new Migrator(test.Database, TimeProvider.System);
        await migrator.ApplyAsync(Migrator.KnownIds[4], _ => { }, CancellationToken.None);
        foreach (var id in Migrator.KnownIds.Skip(5))
        {
            var before = await DumpAsync(test);
            await migrator.ApplyAsync(id, _ => { }, CancellationToken.None);
            var applied = await DumpAsync(test);

            (await new MigrationUndo(test.Database, TimeProvider.System).RunAsync(id, _ => { }, CancellationToken.None)).ShouldBe([id]);
            (await DumpAsync(test)).ShouldBe(before, $"{id} undone");
            (await migrator.ApplyAsync(id, _ => { }, CancellationToken.None)).ShouldBe([id]);

            (await DumpAsync(test)).ShouldBe(applied, $"{id} applied again");
        }
    }

    [DatabaseFact]
    public async Task All_at_once_are_undone_newest_first_and_applied_again()
    {
        await using var test = await TestDatabase.CreateAsync();
        var applied = await DumpAsync(test);
        List<MigrationProgress> progress = [];

        var undone = await new MigrationUndo(test.Database, TimeProvider.System).RunAsync(Migrator.KnownIds[5], progress.Add, CancellationToken.None);

        undone.ShouldBe(Migrator.KnownIds.Skip(5).Reverse());
        progress.Cast<MigrationProgress.Undone>().Select(step => step.Id).ShouldBe(undone);
        (await test.ReadTextsAsync("select id from _migrations_applied order by applied_at")).ShouldBe(Migrator.KnownIds.Take(5));
        (await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None)).Count.ShouldBe(undone.Count);
        (await DumpAsync(test)).ShouldBe(applied);
    }

    [DatabaseFact]
    public async Task What_is_lost_is_told_with_its_rows_before()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            insert into tenant_usage (owner_type, owner_id, kind) values ('guild', '1', 'keys'), ('guild', '2', 'keys');
            insert into tenant_kv_expiry (owner_type, owner_id, key, expires_at) values ('guild', '1', 'k', now())
            """);

        var plan = await new MigrationUndo(test.Database, TimeProvider.System).PlanAsync("timed_work", CancellationToken.None);

        plan.Select(step => step.Id).ShouldBe(["tenants", "token_notifications", "tokens", "audit_log", "dead_actions", "event_results", "action_functions", "actions", "tenant_usage", "emit_within_limit", "timed_work"]);
        plan.Single(step => step.Id == "dead_actions").Losses.ShouldBeEmpty();
        plan.Single(step => step.Id == "tenant_usage").Losses.ShouldBe([new LostRows("tenant_usage", null, new RowCount(2, true))]);
        var timedWork = plan.Single(step => step.Id == "timed_work");
        timedWork.Losses.ShouldContain(new LostRows("tenant_kv_expiry", "hops", new RowCount(1, true)));
        timedWork.LeavesBehind.ShouldNotBeNull();
        (await new Migrator(test.Database, TimeProvider.System).StatusAsync(CancellationToken.None)).IsCurrent.ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task Values_get_the_tagged_form_again_and_keep_their_meaning()
    {
        await using var test = await LegacyDatabase.CreateAsync(5);
        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);
        const string values = "select id || ' ' || coalesce(value::text, 'null') from tenant_kv order by id";
        var plain = await test.ReadTextsAsync(values);
        var undo = new MigrationUndo(test.Database, TimeProvider.System);

        await undo.RunAsync("kv_plain_values", _ => { }, CancellationToken.None);

        (await test.ReadAsync<string>("select value::text from tenant_kv where id = 'text'")).ShouldBe("""{"Text": "hello"}""");
        (await test.ReadAsync<string>("select value::text from tenant_kv where id = 'buffer'")).ShouldBe("""{"Buffer": [0, 127, 255]}""");
        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);
        (await test.ReadTextsAsync(values)).ShouldBe(plain);
    }

    [DatabaseTheory]
    [InlineData("kv_generic", "The migration 'drop_tenant_kv_expires_at' cannot be undone. Programs of that time")]
    [InlineData("no_such", "The migration 'no_such' is not applied")]
    public async Task What_cannot_be_undone_is_refused_with_the_reason(string id, string expected)
    {
        await using var test = await TestDatabase.CreateAsync();

        var refusal = await Should.ThrowAsync<StorageException>(
            new MigrationUndo(test.Database, TimeProvider.System).RunAsync(id, _ => { }, CancellationToken.None));

        refusal.Message.ShouldStartWith(expected);
        refusal.Message.ShouldEndWith("Nothing was changed.");
        (await new Migrator(test.Database, TimeProvider.System).StatusAsync(CancellationToken.None)).IsCurrent.ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task While_a_supervisor_runs_nothing_is_undone()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("insert into supervisors (id, name, expires_at) values (md5('x')::uuid, 'east-1', now() + interval '1 minute')");

        var refusal = await Should.ThrowAsync<StorageException>(
            new MigrationUndo(test.Database, TimeProvider.System).RunAsync("tenants", _ => { }, CancellationToken.None));

        refusal.Message.ShouldContain("Supervisors are running on this database: east-1. Stop them first");
    }

    [DatabaseFact]
    public async Task A_way_back_that_fails_leaves_the_migration_applied()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("create view uses_usage as select * from tenant_usage");

        var failure = await Should.ThrowAsync<StorageException>(
            new MigrationUndo(test.Database, TimeProvider.System).RunAsync("tenant_usage", _ => { }, CancellationToken.None));

        failure.Message.ShouldContain("'tenant_usage' could not be undone and stays applied");
        (await test.ReadTextsAsync("select id from _migrations_applied order by applied_at desc limit 1")).ShouldBe(["tenant_usage"]);
        (await test.ReadAsync<bool>("select to_regclass('tenant_usage') is not null")).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task Rights_on_a_function_that_a_later_migration_replaced_stay()
    {
        await using var test = await TestDatabase.CreateAsync();
        var role = $"emitter_{Guid.NewGuid():N}";
        await test.ExecuteAsync($"create role {role}; grant execute on function template_worker_emit(text, text, text, jsonb) to {role}");
        try
        {
            await new MigrationUndo(test.Database, TimeProvider.System).RunAsync("emit_within_limit", _ => { }, CancellationToken.None);

            (await test.ReadAsync<bool>($"select has_function_privilege('{role}', 'template_worker_emit(text, text, text, jsonb)', 'execute')")).ShouldBeTrue();
        }
        finally
        {
            await test.ExecuteAsync($"drop owned by {role}; drop role {role}");
        }
    }

    private static Task<string> DumpAsync(TestDatabase test) => SchemaDump.ReadAsync(test.Database, CancellationToken.None);
}
