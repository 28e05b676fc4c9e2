using System.Text.Json.Nodes;
using Npgsql;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Maintenance;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Auditing;

public sealed class AuditLogTests
{
    private static readonly Actor Actor = new("token tw_abcdefgh27 'ci'", "192.0.2.7");
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task A_line_says_who_did_what_for_whom_from_where_and_what_was_there_before()
    {
        await using var test = await TestDatabase.CreateAsync();
        var log = new AuditLog(test.Database);

        await log.RecordAsync(
            Actor,
            new AuditEntry
            {
                Action = "lanes.pause",
                Tenant = Tenant,
                Subject = "greet",
                Before = new JsonObject { ["text"] = "a\0b" },
                After = new JsonObject { ["paused"] = true },
            },
            CancellationToken.None);

        var line = (await log.ListAsync(new AuditFilter(), CancellationToken.None)).ShouldHaveSingleItem();
        (line.Actor, line.Action, line.Tenant, line.Subject).ShouldBe((Actor, "lanes.pause", Tenant, "greet"));
        line.Before.ShouldBe("""{"text":"a\u0000b"}""");
        line.After.ShouldBe("""{"paused":true}""");
        (await test.ReadAsync<bool>("select at between now() - interval '1 minute' and now() from audit_log")).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task A_change_that_fails_leaves_no_line_and_a_line_that_fails_leaves_no_change()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("create table things (n int)");
        var log = new AuditLog(test.Database);

        await Should.ThrowAsync<InvalidOperationException>(() => log.ChangeAsync<int>(
            Actor, (_, _) => throw new InvalidOperationException(), _ => new AuditEntry { Action = "a" }, CancellationToken.None));
        await Should.ThrowAsync<StorageException>(() => log.ChangeAsync(
            Actor,
            (transaction, token) => transaction.UseAsync(
                async (connection, stop) =>
                {
                    await using var insert = new NpgsqlCommand("insert into things values (1)", connection);
                    return await insert.ExecuteNonQueryAsync(stop);
                },
                token),
            _ => new AuditEntry { Action = "" },
            CancellationToken.None));

        (await test.ReadAsync<long>("select (select count(*) from things) + (select count(*) from audit_log)")).ShouldBe(0);
    }

    [DatabaseTheory]
    [InlineData("delete from audit_log")]
    [InlineData("update audit_log set actor = 'me'")]
    [InlineData("truncate audit_log")]
    public async Task Lines_are_never_changed_or_deleted(string statement)
    {
        await using var test = await TestDatabase.CreateAsync();
        var log = new AuditLog(test.Database);
        await log.RecordAsync(Actor, new AuditEntry { Action = "a" }, CancellationToken.None);

        (await Should.ThrowAsync<PostgresException>(test.ExecuteAsync(statement))).MessageText.ShouldBe("Rows of audit_log are never changed or deleted.");

        (await log.ListAsync(new AuditFilter(), CancellationToken.None)).ShouldHaveSingleItem().Actor.ShouldBe(Actor);
    }

    [DatabaseFact]
    public async Task Lines_of_a_month_without_a_partition_move_to_it_when_it_is_made()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync(
            "insert into audit_log (id, at, actor, origin, action) values (md5('x')::uuid, '2020-01-15 00:00:00+00', 'a', 'o', 'x')");

        (await new MaintenanceStore(test.Database).MakePartitionsAsync(CancellationToken.None)).ShouldContain("audit_log_2020_01");

        (await test.ReadAsync<string>("select action from audit_log_2020_01")).ShouldBe("x");
        (await test.ReadAsync<long>("select count(*) from audit_log_default")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task Pages_follow_one_another_newest_first_also_within_one_time()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            insert into audit_log (id, at, actor, origin, action, owner_type, owner_id)
            select md5(n::text)::uuid, now() - interval '1 minute' * (n / 4), case when n % 2 = 0 then 'a' else 'b' end, 'o', 'x', 'guild', (n % 3)::text
            from generate_series(0, 19) n
            """);
        var log = new AuditLog(test.Database);

        foreach (var filter in new AuditFilter[] { new() { Limit = 3 }, new() { Limit = 3, Tenant = Tenant }, new() { Limit = 3, Actor = "b", Action = "x" } })
        {
            var all = await log.ListAsync(filter with { Limit = 100 }, CancellationToken.None);
            List<AuditRecord> paged = [];
            IReadOnlyList<AuditRecord> page;
            do
            {
                var after = paged.Count == 0 ? null : new AuditCursor(paged[^1].At, paged[^1].Id).ToString();
                page = await log.ListAsync(filter with { After = after is not null && AuditCursor.TryParse(after, out var cursor) ? cursor : null }, CancellationToken.None);
                paged.AddRange(page);
            }
            while (page.Count == 3);

            paged.ShouldBe(all);
            all.Select(line => line.At).ShouldBeInOrder(SortDirection.Descending);
        }

        (await log.ListAsync(new AuditFilter(), CancellationToken.None)).Count.ShouldBe(20);
        (await log.ListAsync(new AuditFilter { Action = "y" }, CancellationToken.None)).ShouldBeEmpty();
        var since = TimeProvider.System.GetUtcNow().AddSeconds(-90);
        (await log.ListAsync(new AuditFilter { Since = since }, CancellationToken.None)).Count.ShouldBe(8);
        (await log.ListAsync(new AuditFilter { Until = since }, CancellationToken.None)).Count.ShouldBe(12);
    }

    [DatabaseTheory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_page_has_a_bound(int limit)
    {
        await using var test = await TestDatabase.CreateAsync();

        await Should.ThrowAsync<ArgumentException>(() => new AuditLog(test.Database).ListAsync(new AuditFilter { Limit = limit }, CancellationToken.None));
    }

    [DatabaseFact]
    public async Task A_state_that_is_too_large_is_left_out_and_its_line_is_there()
    {
        await using var test = await TestDatabase.CreateAsync();
        var log = new AuditLog(test.Database);

        await log.RecordAsync(
            Actor, new AuditEntry { Action = "a", After = new JsonObject { ["text"] = new string('x', 70_000) } }, CancellationToken.None);

        (await log.ListAsync(new AuditFilter(), CancellationToken.None)).ShouldHaveSingleItem().After.ShouldBe("""{"left_out":"70011 characters"}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("20300101T080000.000000Z")]
    [InlineData("20300101T080000.000000Z_x")]
    [InlineData("now_00000000000000000000000000000000")]
    public void What_is_no_place_is_refused(string text) => AuditCursor.TryParse(text, out _).ShouldBeFalse();
}
