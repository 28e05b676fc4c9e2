using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Review;
using TemplateWorker.Storage.Migrations.Schema;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.Review;

public sealed class BaselineTests
{
    [DatabaseFact]
    public async Task A_schema_without_a_journal_gets_one_if_it_is_ours()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("drop table _migrations_applied; create table others (id int); alter table tenant_kv validate constraint tenant_kv_key_bytes");

        (await new Baseline(test.Database).WriteAsync(CancellationToken.None)).ShouldBeEmpty();

        var entries = await new JournalReview(test.Database).ReadAsync(CancellationToken.None);
        entries.ShouldAllBe(entry => entry.State == MigrationState.Applied && entry.IsRecorded && entry.Row!.Duration == null);
        (await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None)).ShouldBeEmpty();
        (await test.ReadAsync<bool>("select to_regnamespace('template_worker_expected') is null")).ShouldBeTrue();
    }

    [DatabaseTheory]
    [InlineData("alter table schedules drop column last_at", "column last_at of schedules", "timestamp with time zone", null)]
    [InlineData("alter table schedules alter column cron type varchar(9)", "column cron of schedules", "text not null", "character varying(9) not null")]
    [InlineData("alter table schedules add column extra int", "column extra of schedules", null, "integer")]
    [InlineData("create index extra on schedules (cron)", "index extra of schedules", null, "CREATE INDEX extra ON schedules USING btree (cron)")]
    [InlineData("drop table idempotency_keys", "table idempotency_keys", "", null)]
    [InlineData("delete from slots where slot = 7", "rows of table slots", "4096", "4095")]
    public async Task A_schema_that_differs_is_refused_with_the_difference(string change, string title, string? expected, string? found)
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync($"drop table _migrations_applied; {change}");

        var differences = await new Baseline(test.Database).WriteAsync(CancellationToken.None);

        differences.ShouldContain(new SchemaDifference(title, expected, found));
        (await test.ReadAsync<bool>("select to_regclass('_migrations_applied') is null")).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task A_database_with_a_journal_needs_none()
    {
        await using var test = await LegacyDatabase.CreateAsync(2);

        var refusal = await Should.ThrowAsync<StorageException>(new Baseline(test.Database).WriteAsync(CancellationToken.None));

        refusal.Message.ShouldContain("has a journal with 2 migrations");
    }

    [DatabaseFact]
    public async Task An_empty_database_is_refused_with_all_that_is_missing()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        var differences = await new Baseline(test.Database).WriteAsync(CancellationToken.None);

        differences.ShouldAllBe(difference => difference.Found == null);
        differences.ShouldContain(difference => difference.Title == "table tenant_kv");
    }
}
