using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Schema;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.Schema;

public sealed class SchemaDumpTests
{
    [DatabaseFact]
    public async Task The_journal_the_months_and_all_rows_are_left_out()
    {
        await using var test = await TestDatabase.CreateAsync();
        var before = await SchemaDump.ReadAsync(test.Database, CancellationToken.None);
        await test.ExecuteAsync("""
            create table history_1999_01 partition of history for values from ('1999-01-01') to ('1999-02-01');
            insert into tenant_kv (owner_id, key) values ('1', 'k')
            """);

        var after = await SchemaDump.ReadAsync(test.Database, CancellationToken.None);

        after.ShouldBe(before);
        after.ShouldNotContain("_migrations_applied");
        after.ShouldContain("create table history_default partition of history default;");
    }

    [DatabaseTheory]
    [InlineData("create table other (a text collate \"C\" default 'x', b int generated always as (1) stored) with (fillfactor = 50)", "a text collate \"C\" default 'x'::text,\n    b integer generated always as (1) stored\n) with (fillfactor=50);")]
    [InlineData("create sequence other increment by 5 cache 7", "create sequence other increment by 5 cache 7;")]
    [InlineData("alter table tenant_kv add column other int", "    other integer,\n")]
    [InlineData("alter table tenant_kv drop constraint tenant_kv_key_bytes", null)]
    [InlineData("drop index tenant_kv_key_c", null)]
    [InlineData("create unique index other on tenant_kv (id desc) where id > 'a'", "CREATE UNIQUE INDEX other ON tenant_kv USING btree (id DESC) WHERE id > 'a'::text;")]
    [InlineData("alter table tenant_kv alter column id drop default", null)]
    [InlineData("drop trigger templates_changed on templates", null)]
    [InlineData("alter function template_worker_slot(text, text) volatile", null)]
    [InlineData("grant execute on function template_worker_ack_actions(uuid[]) to public", null)]
    [InlineData("alter table templates drop constraint templates_active_version_exists", null)]
    public async Task Every_change_of_the_schema_shows(string change, string? expected)
    {
        await using var test = await TestDatabase.CreateAsync();
        var before = await SchemaDump.ReadAsync(test.Database, CancellationToken.None);

        await test.ExecuteAsync(change);

        var after = await SchemaDump.ReadAsync(test.Database, CancellationToken.None);
        after.ShouldNotBe(before);
        after.ShouldContain(expected ?? "create table ");
    }

    [DatabaseFact]
    public async Task A_schema_of_another_name_gives_the_same_text()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync($"create schema shop; alter database {test.Name} set search_path = shop");
        await using var elsewhere = await test.OpenAsync();
        await new Migrator(elsewhere, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);
        await using var usual = await TestDatabase.CreateAsync();

        (await SchemaDump.ReadAsync(elsewhere, CancellationToken.None)).ShouldBe(await SchemaDump.ReadAsync(usual.Database, CancellationToken.None));
    }

    [DatabaseTheory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_database_of_another_program_that_was_carried_over_has_the_schema_of_a_new_one(int point)
    {
        await using var test = await LegacyDatabase.CreateAsync(point);
        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);

        var differences = await test.Database.UseAsync(
            async (connection, cancel) => SchemaDifference.Between(
                await ExpectedSchema.ReadAsync(connection, MigrationList.All, cancel), await ReadSchema.ExecuteAsync(connection, cancel)),
            CancellationToken.None);

        differences.ShouldBeEmpty();
    }
}
