using Npgsql;
using TemplateWorker.Storage.Due;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Due;

public sealed class DelayStoreTests
{
    [DatabaseFact]
    public async Task Due_deliveries_come_into_their_lanes_in_the_order_in_which_they_were_due()
    {
        await using var test = await TestDatabase.CreateAsync();
        (await new DelayStore(test.Database).UntilNextAsync(CancellationToken.None)).ShouldBeNull();
        var store = new DelayStore(test.Database);
        await DelayAsync(test, 3, "- interval '1 minute'");
        await DelayAsync(test, 1, "- interval '3 minutes'");
        await DelayAsync(test, 2, "- interval '2 minutes'");
        await DelayAsync(test, 4, "+ interval '1 hour'");
        await DelayAsync(test, 5, "- interval '1 minute'", "(select due_at from delayed_deliveries where data::text = '3')");

        (await store.PromoteAsync(10, CancellationToken.None)).ShouldBe(4);

        (await test.ReadTextsAsync("select concat_ws(' ', slot, owner_type, owner_id, template, event, data::text, hops, attempt) from deliveries order by id"))
            .ShouldBe(["7 guild 1 t e 1 2 0", "7 guild 1 t e 2 2 0", "7 guild 1 t e 3 2 0", "7 guild 1 t e 5 2 0"]);
        (await test.ReadTextsAsync("select data::text from delayed_deliveries")).ShouldBe(["4"]);
        (await store.UntilNextAsync(CancellationToken.None)).ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromMinutes(50));
    }

    [DatabaseFact]
    public async Task A_row_that_is_stored_long_after_it_was_due_is_found_within_seconds()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new DelayStore(test.Database);
        (await store.UntilNextAsync(CancellationToken.None)).ShouldBeNull();
        (await store.UntilNextAsync(CancellationToken.None)).ShouldBeNull();
        await DelayAsync(test, 1, "- interval '1 hour'");

        var waited = System.Diagnostics.Stopwatch.StartNew();
        await Waiting.UntilAsync(async () => await store.UntilNextAsync(CancellationToken.None) <= TimeSpan.Zero, "the overdue row");

        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (await store.PromoteAsync(10, CancellationToken.None)).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task Passes_that_run_at_once_move_each_delivery_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var other = await test.OpenAsync();
        await test.ExecuteAsync("""
            insert into delayed_deliveries (due_at, slot, owner_type, owner_id, template, event_id, event, data)
            select now() - make_interval(secs => n), n % 4096, 'guild', n::text, 't', md5(n::text)::uuid, 'e', 'null' from generate_series(1, 3000) n
            """);

        var moved = await Task.WhenAll(new[] { test.Database, other, test.Database, other }.Select(database => Task.Run(async () =>
        {
            var sum = 0;
            while (await new DelayStore(database).PromoteAsync(100, CancellationToken.None) is > 0 and var promoted)
            {
                sum += promoted;
            }

            return sum;
        })));

        moved.Sum().ShouldBe(3_000);
        (await test.ReadAsync<long>("select count(distinct event_id) from deliveries")).ShouldBe(3_000);
        (await test.ReadAsync<long>("select count(*) from delayed_deliveries")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task While_one_pass_is_not_committed_no_other_moves_what_was_due_later()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new DelayStore(test.Database);
        await DelayAsync(test, 1, "- interval '2 seconds'");
        await DelayAsync(test, 2, "- interval '1 second'");
        await using var other = await test.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var pass = new NpgsqlCommand("select pg_advisory_xact_lock(5526349, 2)", other))
        {
            await pass.ExecuteNonQueryAsync();
        }

        (await store.PromoteAsync(1, CancellationToken.None)).ShouldBe(0);
        await transaction.CommitAsync();
        (await store.PromoteAsync(1, CancellationToken.None)).ShouldBe(1);
        (await test.ReadAsync<string>("select data::text from deliveries")).ShouldBe("1");
    }

    private static Task DelayAsync(TestDatabase test, int number, string due, string? at = null) => test.ExecuteAsync($"""
        insert into delayed_deliveries (due_at, slot, owner_type, owner_id, template, event_id, event, data, hops)
        values ({at ?? "now()"} {(at is null ? due : string.Empty)}, 7, 'guild', '1', 't', md5('{number}')::uuid, 'e', '{number}', 2)
        """);
}
