using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Effects;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Planning;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.Planning;

public sealed class MigrationPlanTests
{
    [DatabaseFact]
    public async Task A_plan_shows_each_statement_with_its_locks_its_work_and_the_rows_of_today_and_changes_nothing()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync("create table there (id int); insert into there select generate_series(1, 7)");
        Migration[] migrations =
        [
            new TestMigration("one", "alter table there add column name text default gen_random_uuid(); create table fresh (id int references there)"),
            new TestMigration("two", "create index on fresh (id)"),
        ];

        var steps = await new MigrationPlan(test.Database, migrations).ReadAsync(CancellationToken.None);

        steps.Select(step => step.Id).ShouldBe(["one", "two"]);
        steps[0].Statements[0].Text.ShouldBe("alter table there add column name text default gen_random_uuid()");
        steps[0].Statements[0].Tables.ShouldBe(
            [new PlannedEffect(new StatementEffect("there", TableLock.AccessExclusive) { Rewrites = true }, new RowCount(7, true))]);
        steps[0].Statements[1].Tables.ShouldBe(
        [
            new PlannedEffect(new StatementEffect("fresh", TableLock.AccessShare) { Makes = true }, null),
            new PlannedEffect(new StatementEffect("there", TableLock.ShareRowExclusive), new RowCount(7, true)),
        ]);
        steps[1].Statements[0].Tables.ShouldBe([new PlannedEffect(new StatementEffect("fresh", TableLock.Share) { Scans = true }, null)]);
        (await test.ReadTextsAsync("select relname::text from pg_class where relnamespace = 'public'::regnamespace")).ShouldBe(["there"]);
    }

    [DatabaseFact]
    public async Task Many_rows_are_estimated()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync("create table large (id int); insert into large select generate_series(1, 150000); analyze large");

        var rows = await test.Database.UseAsync((connection, cancel) => RowCount.ReadAsync(connection, "large", null, cancel), CancellationToken.None);

        rows.ShouldNotBeNull().IsExact.ShouldBeFalse();
        rows.Rows.ShouldBeInRange(100_001, 200_000);
    }

    [DatabaseFact]
    public async Task The_plan_of_a_database_that_is_current_is_empty_and_that_of_an_empty_one_has_all()
    {
        await using var current = await TestDatabase.CreateAsync();
        await using var empty = await TestDatabase.CreateEmptyAsync();

        (await new MigrationPlan(current.Database).ReadAsync(CancellationToken.None)).ShouldBeEmpty();
        var all = await new MigrationPlan(empty.Database).ReadAsync(CancellationToken.None);
        all.Select(step => step.Id).ShouldBe(Migrator.KnownIds);
        all.Where(step => step.HasCode).Select(step => step.Id).ShouldBe(["khronosvalue_v2", "kv_plain_values", "kv_scopes_sorted"]);
    }

    [DatabaseFact]
    public async Task What_would_not_be_applied_is_not_planned()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("insert into _migrations_applied (id) values ('from_the_future')");

        (await Should.ThrowAsync<StorageException>(new MigrationPlan(test.Database).ReadAsync(CancellationToken.None))).Message.ShouldContain("from_the_future");
    }
}
