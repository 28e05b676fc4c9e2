using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Accepting;

public sealed class AcceptRaceTests
{
    [DatabaseFact]
    public async Task A_key_that_somebody_else_has_stored_but_not_committed_is_waited_for_and_then_answered()
    {
        await using var world = await LaneWorld.CreateAsync();
        await using var other = await world.Test.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var insert = other.CreateCommand())
        {
            insert.CommandText = """
                insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries)
                values ('guild', '1', 'k', '00000000-0000-0000-0000-000000000007', '\x010203', 2)
                """;
            await insert.ExecuteNonQueryAsync();
        }

        var accept = world.AcceptAsync(Event(Guild, key: "k"), Event(Other));
        await Waiting.UntilAsync(
            async () => await world.Test.ReadAsync<long>(
                $"select count(*) from pg_stat_activity where {other.ProcessID} = any (pg_blocking_pids(pid))") > 0,
            "the accept waits for the key");
        await transaction.CommitAsync();

        var outcomes = await accept;
        outcomes[0].ShouldBe(new AcceptOutcome.Repeated(new Guid("00000000-0000-0000-0000-000000000007"), 2));
        outcomes[1].ShouldBeOfType<AcceptOutcome.Accepted>().Deliveries.ShouldBe(1);
        (await world.CountAsync("deliveries")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_key_whose_first_user_rolls_back_is_stored()
    {
        await using var world = await LaneWorld.CreateAsync();
        await using var other = await world.Test.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var insert = other.CreateCommand())
        {
            insert.CommandText = """
                insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries)
                values ('guild', '1', 'k', '00000000-0000-0000-0000-000000000007', '\x010203', 2)
                """;
            await insert.ExecuteNonQueryAsync();
        }

        var accept = world.AcceptAsync(Event(Guild, key: "k"));
        await Waiting.UntilAsync(
            async () => await world.Test.ReadAsync<long>(
                $"select count(*) from pg_stat_activity where {other.ProcessID} = any (pg_blocking_pids(pid))") > 0,
            "the accept waits for the key");
        await transaction.RollbackAsync();

        (await accept)[0].ShouldBeOfType<AcceptOutcome.Accepted>().Deliveries.ShouldBe(2);
    }

    [DatabaseFact]
    public async Task Callers_that_use_many_keys_in_opposite_orders_do_not_block_each_other_for_good()
    {
        await using var world = await LaneWorld.CreateAsync();
        var keys = Enumerable.Range(0, 100).Select(number => $"k{number}").ToArray();

        var calls = await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => world.AcceptAsync(
            [.. (caller % 2 == 0 ? keys : keys.Reverse()).Select(key => Event(Other, key: key))])));

        calls.SelectMany(outcomes => outcomes).Count(outcome => outcome is AcceptOutcome.Accepted).ShouldBe(100);
        calls.SelectMany(outcomes => outcomes).Count(outcome => outcome is AcceptOutcome.Repeated).ShouldBe(300);
        (await world.CountAsync("deliveries")).ShouldBe(100);
    }

    [DatabaseFact]
    public async Task Callers_that_store_all_or_nothing_with_the_same_keys_agree_on_one_of_them()
    {
        await using var world = await LaneWorld.CreateAsync();
        var calls = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Events.AcceptAsync(
            [Event(Other, key: "x"), Event(Other, key: "y"), Event(Other, key: "z")], AcceptMode.AllOrNothing, 0, CancellationToken.None)));

        calls.Count(outcomes => outcomes.All(outcome => outcome is AcceptOutcome.Accepted)).ShouldBe(1);
        calls.Count(outcomes => outcomes.All(outcome => outcome is AcceptOutcome.Repeated)).ShouldBe(3);
        (await world.CountAsync("deliveries")).ShouldBe(3);
    }
}
