using Npgsql;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Effects;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Statements;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.Effects;

public sealed class StatementEffectsTests
{
    [DatabaseFact]
    public async Task What_is_foretold_of_each_migration_is_what_the_server_shows()
    {
        await using var test = await LegacyDatabase.CreateAsync(0);
        await using var connection = await test.ConnectAsync();
        List<string> faults = [];
        foreach (var migration in MigrationList.All)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var seen = await SeenTables.ReadAsync(connection);
            var foretold = StatementEffects.Merge(migration.Statements.SelectMany(StatementEffects.Of)).ToList();

            await migration.ApplyAsync(new MigrationSession(connection), CancellationToken.None);

            var locks = await seen.LocksAsync();
            var expected = foretold.Where(effect => effect.Table is not null && effect.Lock >= TableLock.RowExclusive && seen.Names.Contains(effect.Table))
                .ToDictionary(effect => effect.Table!, effect => effect.Lock);
            var rewritten = await seen.RewrittenAsync();
            faults.AddRange(locks.Where(held => expected.GetValueOrDefault(held.Key) != held.Value && !foretold.Exists(effect => effect.Table is null))
                .Select(held => $"{migration.Id}: {held.Key} is locked as {held.Value}, foretold was {expected.GetValueOrDefault(held.Key)}"));
            faults.AddRange(expected.Where(entry => !locks.ContainsKey(entry.Key)).Select(entry => $"{migration.Id}: {entry.Key} is not locked as {entry.Value}"));
            faults.AddRange(rewritten.Except(foretold.Where(effect => effect.Rewrites).Select(effect => effect.Table!)).Select(table => $"{migration.Id}: {table} is rewritten"));
            await transaction.CommitAsync();
        }

        faults.ShouldBeEmpty();
    }

    [DatabaseTheory]
    [InlineData("create index on a (id)", "a Share scans")]
    [InlineData("create unique index if not exists a_x on only a using btree (id) where id > 0", "a Share scans")]
    [InlineData("create trigger t before update of id on a for each row execute function suppress_redundant_updates_trigger()", "a ShareRowExclusive")]
    [InlineData("create table c (id int references a)", "a ShareRowExclusive")]
    [InlineData("create table c (id int, foreign key (id) references public.a (id))", "a ShareRowExclusive")]
    [InlineData("alter table a add column x int", "a AccessExclusive")]
    [InlineData("alter table a add column x timestamptz not null default now()", "a AccessExclusive")]
    [InlineData("alter table a add column x float8 default random()", "a AccessExclusive rewrites")]
    [InlineData("alter table a add column x int generated always as identity", "a AccessExclusive rewrites")]
    [InlineData("alter table a add column x int generated always as (id + 1) stored", "a AccessExclusive rewrites")]
    [InlineData("alter table a add x bigserial", "a AccessExclusive rewrites")]
    [InlineData("alter table a alter column name set default 'x', alter name drop not null", "a AccessExclusive")]
    [InlineData("alter table a alter column id type bigint", "a AccessExclusive rewrites")]
    [InlineData("alter table a alter name set not null", "a AccessExclusive scans")]
    [InlineData("alter table a add constraint a_c check (id > 0)", "a AccessExclusive scans")]
    [InlineData("alter table a add constraint a_c check (id > 0) not valid", "a AccessExclusive")]
    [InlineData("alter table a add constraint a_c check (name <> nextval('s')::text) not valid", "a AccessExclusive")]
    [InlineData("alter table a add unique (name)", "a AccessExclusive scans")]
    [InlineData("alter table b add constraint b_a foreign key (id) references a (id)", "a ShareRowExclusive|b ShareRowExclusive scans")]
    [InlineData("alter table b add constraint b_a foreign key (id) references a (id) not valid", "a ShareRowExclusive|b ShareRowExclusive")]
    [InlineData("alter table b validate constraint b_check", "b ShareUpdateExclusive scans")]
    [InlineData("alter table a set (autovacuum_vacuum_threshold = 100)", "a ShareUpdateExclusive")]
    [InlineData("alter table a set unlogged", "a AccessExclusive rewrites")]
    [InlineData("alter table if exists only a rename to z", "a AccessExclusive")]
    [InlineData("alter table a drop column name", "a AccessExclusive")]
    [InlineData("drop table if exists a, b", "a AccessExclusive|b AccessExclusive")]
    [InlineData("drop trigger b_t on b", "b AccessExclusive")]
    [InlineData("insert into a (id) select id + 1 from b", "a RowExclusive")]
    [InlineData("with gone as (delete from b returning id) update a set name = 'x' where id in (select id from gone)", "a RowExclusive|b RowExclusive")]
    [InlineData("update a set name = 'x' from b where b.id = a.id", "a RowExclusive")]
    [InlineData("lock table a in share row exclusive mode", "a ShareRowExclusive")]
    [InlineData("do $$ begin if exists (select from b) or true then alter table a add x int; else drop table b; end if; end $$", "a AccessExclusive|b AccessExclusive", true)]
    [InlineData("create function f() returns int language sql as $$ select 1 from a $$", "")]
    [InlineData("create sequence q", "")]
    [InlineData("comment on table a is 'x'", "", true)]
    public async Task A_statement_locks_and_rewrites_what_its_text_tells(string sql, string expected, bool mayDiffer = false)
    {
        var effects = SqlStatement.Split(sql).SelectMany(StatementEffects.Of).ToList();

        effects.Where(effect => effect.Lock >= TableLock.RowExclusive && effect.Table is "a" or "b").OrderBy(effect => effect.Table, StringComparer.Ordinal)
            .Select(effect => $"{effect.Table} {effect.Lock}{(effect.Rewrites ? " rewrites" : "")}{(effect.Scans ? " scans" : "")}")
            .ShouldBe(expected.Split('|', StringSplitOptions.RemoveEmptyEntries));
        var (locks, rewritten) = await ExecuteAsync(sql);
        if (!mayDiffer)
        {
            locks.OrderBy(held => held.Key, StringComparer.Ordinal).Select(held => $"{held.Key} {held.Value}")
                .ShouldBe(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(effect => string.Join(' ', effect.Split(' ')[..2])));
        }

        rewritten.ShouldBe(effects.Where(effect => effect.Rewrites).Select(effect => effect.Table!));
    }

    [Fact]
    public void A_statement_that_is_put_together_as_it_runs_has_an_effect_on_a_table_that_is_not_known() =>
        StatementEffects.Of(SqlStatement.Split("do $$ begin for t in select 1 loop execute format('drop table %I', t); end loop; end $$")[0])
            .ShouldBe([new StatementEffect(null, TableLock.AccessExclusive)]);

    [Fact]
    public void A_function_that_is_put_together_as_it_runs_has_none() =>
        StatementEffects.Of(SqlStatement.Split("do $$ begin execute format('alter function %s.f() strict', home); end $$")[0]).ShouldBeEmpty();

    [Fact]
    public void An_index_that_is_built_concurrently_lets_rows_be_written() =>
        StatementEffects.Of(SqlStatement.Split("create index concurrently a_x on a (id)")[0])
            .ShouldBe([new StatementEffect("a", TableLock.ShareUpdateExclusive) { Scans = true }]);

    private static async Task<(Dictionary<string, TableLock> Locks, IReadOnlyList<string> Rewritten)> ExecuteAsync(string sql)
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync("""
            create table a (id int primary key, name text);
            create table b (id int, constraint b_check check (id > 0));
            create sequence s;
            create trigger b_t before update on b for each row execute function suppress_redundant_updates_trigger();
            insert into a values (1, 'one');
            insert into b values (1)
            """);
        await using var connection = await test.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var seen = await SeenTables.ReadAsync(connection);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        return (await seen.LocksAsync(), await seen.RewrittenAsync());
    }
}
