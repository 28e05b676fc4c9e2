using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Journal;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Review;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.Review;

public sealed class JournalReviewTests
{
    [DatabaseFact]
    public async Task Every_applied_migration_has_its_time_its_duration_its_program_and_its_statements()
    {
        await using var test = await TestDatabase.CreateAsync();

        var entries = await new JournalReview(test.Database).ReadAsync(CancellationToken.None);

        entries.Select(entry => entry.Id).ShouldBe(Migrator.KnownIds);
        entries.ShouldAllBe(entry => entry.State == MigrationState.Applied && entry.IsRecorded && entry.Drift.Count == 0);
        entries.ShouldAllBe(entry => entry.Row!.Duration != null && entry.Row.Host == Environment.MachineName);
        entries[0].Row!.ProgramVersion.ShouldBe(ThisProgram.Version);
        ThisProgram.Version.ShouldMatch(@"^\d+\.\d+\.\d+(\+[0-9a-f]{12})?$");
    }

    [DatabaseFact]
    public async Task A_journal_of_two_columns_is_read_as_it_is_and_taken_over_with_what_is_applied()
    {
        await using var test = await LegacyDatabase.CreateAsync(5);
        var review = new JournalReview(test.Database);

        var before = await review.ReadAsync(CancellationToken.None);
        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);
        var after = await review.ReadAsync(CancellationToken.None);

        before.Take(5).ShouldAllBe(entry => entry.State == MigrationState.Applied && entry.Row!.Duration == null && !entry.IsRecorded);
        before.Skip(5).ShouldAllBe(entry => entry.State == MigrationState.Pending && entry.Row == null);
        after.Take(5).ShouldAllBe(entry => !entry.IsRecorded && entry.Row!.ProgramVersion == null);
        after.Skip(5).ShouldAllBe(entry => entry.IsRecorded);
        after.ShouldAllBe(entry => entry.State == MigrationState.Applied);
    }

    [DatabaseFact]
    public async Task A_program_that_knows_three_columns_can_write_beside_those_that_know_all()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            delete from _migrations_applied where id = 'action_functions';
            insert into _migrations_applied (id, duration_ms) values ('action_functions', 5)
            """);

        (await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None)).ShouldBeEmpty();
        (await new JournalReview(test.Database).ReadAsync(CancellationToken.None)).Single(entry => entry.Id == "action_functions").ShouldSatisfyAllConditions(
            entry => entry.State.ShouldBe(MigrationState.Applied), entry => entry.IsRecorded.ShouldBeFalse());
    }

    [DatabaseFact]
    public async Task A_journal_of_three_columns_gets_the_others_when_something_is_applied_or_repaired_and_not_before()
    {
        const string columns = "select count(*) from information_schema.columns where table_name = '_migrations_applied'";
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("alter table _migrations_applied drop column program_version, drop column host, drop column checksum, drop column statements");

        (await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None)).ShouldBeEmpty();
        (await test.ReadAsync<long>(columns)).ShouldBe(3);
        await new JournalReview(test.Database).RepairAsync(CancellationToken.None);

        (await test.ReadAsync<long>(columns)).ShouldBe(7);
        (await new JournalReview(test.Database).ReadAsync(CancellationToken.None)).ShouldAllBe(entry => entry.IsRecorded);
    }

    [DatabaseFact]
    public async Task A_changed_comment_stops_nothing()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await ApplyAsync(test, new TestMigration("one", "create table one (id int)"));

        Migration[] changed = [new TestMigration("one", "create table one (\n  id int -- the id\n)"), new TestMigration("two", "create table two (id int)")];

        (await ApplyAsync(test, changed)).ShouldBe(["two"]);
        (await new JournalReview(test.Database, changed).ReadAsync(CancellationToken.None)).ShouldAllBe(entry => entry.State == MigrationState.Applied);
    }

    [DatabaseFact]
    public async Task Drift_is_named_statement_by_statement_and_stops_what_would_build_on_it()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await ApplyAsync(test, new TestMigration("one", "create table one (id int); create index on one (id)"));
        Migration[] changed = [new TestMigration("one", "create table one (id bigint); create index on one (id)"), new TestMigration("two", "create table two (id int)")];
        var review = new JournalReview(test.Database, changed);

        (await review.ReadAsync(CancellationToken.None))[0].ShouldSatisfyAllConditions(
            entry => entry.State.ShouldBe(MigrationState.Drifted),
            entry => entry.Drift.ShouldBe([new StatementDrift(1, "create table one ( id int )", "create table one ( id bigint )")]));
        var refusal = await Should.ThrowAsync<StorageException>(ApplyAsync(test, changed));
        refusal.Fault.ShouldBe(StorageFault.SchemaUnknown);
        refusal.Message.ShouldContain("other statements than those of this version: one.");
        refusal.Message.ShouldContain("migrations repair --yes");
        (await ApplyAsync(test, changed[0])).ShouldBeEmpty("nothing builds on it, so nothing stops");

        (await review.RepairAsync(CancellationToken.None)).Select(entry => (entry.Id, entry.State)).ShouldBe([("one", MigrationState.Drifted)]);

        (await ApplyAsync(test, changed)).ShouldBe(["two"]);
        (await review.RepairAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task What_no_program_recorded_is_recorded_by_a_repair()
    {
        await using var test = await LegacyDatabase.CreateAsync(5);
        await test.ExecuteAsync("insert into _migrations_applied (id) values ('from_the_future')");
        var review = new JournalReview(test.Database);

        (await review.RepairAsync(CancellationToken.None)).Select(entry => entry.Id).ShouldBe(Migrator.KnownIds.Take(5));

        var entries = await review.ReadAsync(CancellationToken.None);
        entries.Take(5).ShouldAllBe(entry => entry.IsRecorded);
        entries[^1].ShouldSatisfyAllConditions(
            entry => entry.Id.ShouldBe("from_the_future"), entry => entry.State.ShouldBe(MigrationState.Unknown));
    }

    [DatabaseFact]
    public async Task Without_a_journal_there_is_nothing_to_repair()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        var refusal = await Should.ThrowAsync<StorageException>(new JournalReview(test.Database).RepairAsync(CancellationToken.None));

        refusal.Message.ShouldContain("has no journal of migrations");
        (await test.ReadAsync<bool>("select to_regclass('_migrations_applied') is null")).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task A_checksum_of_another_form_is_not_compared()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("update _migrations_applied set checksum = '9:abc'");

        var entries = await new JournalReview(test.Database).ReadAsync(CancellationToken.None);

        entries.ShouldAllBe(entry => entry.State == MigrationState.Applied && !entry.IsRecorded);
    }

    private static Task<IReadOnlyList<string>> ApplyAsync(TestDatabase test, params Migration[] migrations) =>
        new Migrator(test.Database, TimeProvider.System, migrations).ApplyAsync(_ => { }, CancellationToken.None);
}
