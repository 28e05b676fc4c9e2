using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Actions.ActionWorld;

namespace TemplateWorker.Storage.Tests.Actions;

/// <summary>Consumers that pull, by calls and by SQL.</summary>
public sealed class PullTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [DatabaseFact]
    public async Task A_claimed_channel_is_free_again_when_all_that_was_claimed_is_acknowledged()
    {
        await using var world = await CreateAsync();
        world.Send(1, 1, 2, 3);

        var claimed = (await world.Pull.ClaimAsync("c", 2, Minute, CancellationToken.None)).ShouldHaveSingleItem().Actions;
        claimed.Select(action => action.DataJson).ShouldBe(["1", "2"]);
        (await world.Pull.ClaimAsync("other", 2, Minute, CancellationToken.None)).ShouldBeEmpty();

        (await world.Pull.AckAsync("other", [claimed[0].Id], CancellationToken.None)).ShouldBeEmpty();
        (await world.Pull.AckAsync("c", [claimed[0].Id], CancellationToken.None)).ShouldBe([claimed[0].Id]);
        (await world.Pull.ClaimAsync("other", 2, Minute, CancellationToken.None)).ShouldBeEmpty();
        (await world.Pull.AckAsync("c", [claimed[0].Id, claimed[1].Id, Guid.NewGuid()], CancellationToken.None)).ShouldBe([claimed[1].Id]);
        (await world.Pull.ClaimAsync("other", 2, Minute, CancellationToken.None)).ShouldHaveSingleItem().Actions.Select(action => action.DataJson).ShouldBe(["3"]);
    }

    [DatabaseFact]
    public async Task What_is_not_acknowledged_in_time_is_handed_over_again()
    {
        await using var world = await CreateAsync();
        var ids = world.Send(1, 1, 2);

        await world.Pull.ClaimAsync("c", 10, TimeSpan.FromMilliseconds(1), CancellationToken.None);
        var again = await Waiting.ForAsync(async () => (await world.Pull.ClaimAsync("other", 10, Minute, CancellationToken.None)).SingleOrDefault());

        again.Actions.Select(action => action.Id).ShouldBe(ids);
        (await world.Pull.AckAsync("c", ids, CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_consumer_gives_back_what_it_cannot_do_and_asks_for_more_time()
    {
        await using var world = await CreateAsync();
        var ids = world.Send(1, 1, 2);
        await world.Pull.ClaimAsync("c", 10, Minute, CancellationToken.None);

        (await world.Pull.ExtendAsync("c", [ids[0]], TimeSpan.FromHours(1), CancellationToken.None)).ShouldBe([ids[0]]);
        (await world.Test.ReadAsync<bool>("select leased_until > now() + interval '59 minutes' from action_channels")).ShouldBeTrue();
        (await world.Pull.NackAsync("c", [ids[0]], TimeSpan.FromHours(1), "busy", CancellationToken.None)).ShouldBe([ids[0]]);
        (await world.Pull.ClaimAsync("c", 10, Minute, CancellationToken.None)).ShouldBeEmpty();
        await world.Test.ExecuteAsync("update action_channels set ready_at = now()");

        var again = (await world.Pull.ClaimAsync("c", 10, Minute, CancellationToken.None)).ShouldHaveSingleItem();
        again.Actions.Select(action => (action.Id, action.Attempts)).ShouldBe([(ids[0], 1), (ids[1], 0)]);
        (await world.Test.ReadAsync<string>("select last_error from actions where attempts = 1")).ShouldBe("busy");
    }

    [DatabaseFact]
    public async Task By_SQL_an_action_is_done_with_the_transaction_or_handed_over_again()
    {
        await using var world = await CreateAsync();
        var ids = world.Send(1, 1, 2);
        await using var connection = await world.Test.ConnectAsync();

        await using (var undone = await connection.BeginTransactionAsync())
        {
            (await ClaimBySqlAsync(connection, undone, 10)).Select(action => action.Id).ShouldBe(ids);
            (await ClaimBySqlAsync(connection, undone, 10)).ShouldBeEmpty();
            (await AckBySqlAsync(connection, undone, ids)).ShouldBe(2);
            await undone.RollbackAsync();
        }

        await using (var done = await connection.BeginTransactionAsync())
        {
            (await ClaimBySqlAsync(connection, done, 1)).Select(action => action.Data).ShouldBe(["1"]);
            (await AckBySqlAsync(connection, done, [ids[0], Guid.NewGuid()])).ShouldBe(1);
            await done.CommitAsync();
        }

        (await ClaimBySqlAsync(connection, null, 10)).Select(action => action.Data).ShouldBe(["2"]);
    }

    [DatabaseFact]
    public async Task A_transaction_that_has_claimed_a_channel_keeps_others_from_it_until_its_end_and_holds_up_no_run()
    {
        await using var world = await CreateAsync();
        world.Send(1, 1);
        world.Send(2, 2);
        await using var one = await world.Test.ConnectAsync();
        await using var two = await world.Test.ConnectAsync();
        await using var first = await one.BeginTransactionAsync();
        await using var second = await two.BeginTransactionAsync();

        var claimed = (await ClaimBySqlAsync(one, first, 1)).ShouldHaveSingleItem();
        world.Send(int.Parse(claimed.Owner, CultureInfo.InvariantCulture), 3);
        var other = (await ClaimBySqlAsync(two, second, 10)).ShouldHaveSingleItem();

        other.Owner.ShouldNotBe(claimed.Owner);
        (await world.Pull.ClaimAsync("c", 10, Minute, CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseTheory]
    [InlineData("select * from template_worker_claim_actions('', 1)", "consumer must be 1 to 128 characters, was ''")]
    [InlineData("select * from template_worker_claim_actions(null, 1)", "consumer must be 1 to 128 characters, was NULL")]
    [InlineData("select * from template_worker_claim_actions('c', 0)", "n must be 1 to 1000, was 0")]
    [InlineData("select * from template_worker_claim_actions('c', 1001)", "n must be 1 to 1000, was 1001")]
    [InlineData("select template_worker_ack_actions(null)", "ids must be an array of at most 10000 UUIDs, was null")]
    public async Task Arguments_that_make_no_sense_are_refused(string sql, string message)
    {
        await using var world = await CreateAsync();

        (await Should.ThrowAsync<PostgresException>(() => world.Test.ExecuteAsync(sql))).MessageText.ShouldEndWith(message);
    }

    [DatabaseFact]
    public async Task Consumers_by_SQL_that_are_killed_in_the_middle_lose_nothing_do_nothing_twice_and_keep_the_order()
    {
        const int Tenants = 5;
        const int Each = 60;
        await using var world = await CreateAsync();
        await world.Test.ExecuteAsync("create table done (no bigint generated always as identity, owner_id text, data int)");
        var sending = Task.Run(() =>
        {
            for (var n = 0; n < Each; n++)
            {
                for (var tenant = 1; tenant <= Tenants; tenant++)
                {
                    world.Send(tenant, n);
                }
            }
        });

        await Task.WhenAll([sending, .. Enumerable.Range(0, 4).Select(consumer => Task.Run(() => ConsumeAsync(world, consumer, Tenants * Each)))]);

        var done = await world.Test.ReadTextsAsync("select owner_id || ' ' || data from done order by no");
        done.Count.ShouldBe(Tenants * Each);
        foreach (var ofOwner in done.GroupBy(row => row!.Split(' ')[0], row => int.Parse(row!.Split(' ')[1], CultureInfo.InvariantCulture)))
        {
            ofOwner.ShouldBe(Enumerable.Range(0, Each));
        }
    }

    [DatabaseFact]
    public async Task Several_consumers_by_calls_keep_the_order_of_each_channel()
    {
        await using var world = await CreateAsync();
        for (var n = 0; n < 20; n++)
        {
            world.Send(1, "x", "t", n);
            world.Send(1, "y", "t", n);
            world.Send(2, n);
        }

        var taken = new ConcurrentQueue<(string Channel, int Number)>();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(consumer => Task.Run(async () =>
        {
            while (taken.Count < 60)
            {
                foreach (var channel in await world.Pull.ClaimAsync($"c{consumer}", 5, Minute, CancellationToken.None))
                {
                    foreach (var action in channel.Actions)
                    {
                        taken.Enqueue(($"{channel.Name.Tenant.OwnerId}{channel.Name.Channel}", int.Parse(action.DataJson, CultureInfo.InvariantCulture)));
                    }

                    (await world.Pull.AckAsync($"c{consumer}", [.. channel.Actions.Select(action => action.Id)], CancellationToken.None)).Count
                        .ShouldBe(channel.Actions.Count);
                }
            }
        })));

        taken.GroupBy(action => action.Channel).ShouldAllBe(channel => channel.Select(action => action.Number).SequenceEqual(Enumerable.Range(0, 20)));
    }

    private static async Task ConsumeAsync(ActionWorld world, int consumer, int all)
    {
        var random = new Random(consumer);
        while (await world.Test.ReadAsync<long>("select count(*) from done") < all)
        {
            await using var connection = await world.Test.ConnectAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var claimed = await ClaimBySqlAsync(connection, transaction, random.Next(1, 20));
            foreach (var (_, owner, data) in claimed)
            {
                await using var insert = new NpgsqlCommand("insert into done (owner_id, data) values ($1, $2)", connection, transaction);
                insert.Parameters.Add(new NpgsqlParameter { Value = owner });
                insert.Parameters.Add(new NpgsqlParameter { Value = int.Parse(data, CultureInfo.InvariantCulture) });
                await insert.ExecuteNonQueryAsync();
            }

            await AckBySqlAsync(connection, transaction, claimed.Select(action => action.Id));
            if (random.Next(4) == 0)
            {
                // The process dies: its session ends without a commit.
                await world.Test.ExecuteAsync($"select pg_terminate_backend({connection.ProcessID})");
                continue;
            }

            await transaction.CommitAsync();
        }
    }
}
