using TemplateWorker.Storage.Actions;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

/// <summary>Actions are sent and taken back by the commit of their run, or not at all.</summary>
public sealed class ActionCommitTests
{
    private static readonly SendingRun Sender = new("a", Guid.NewGuid(), Guid.NewGuid(), 7);

    [DatabaseFact]
    public async Task Actions_are_stored_with_their_run_in_the_order_of_the_calls()
    {
        await using var world = await CreateAsync();

        Commit(world, Put(1, "k", "1") with { Actions = [Action("mail"), Action("chat") with { Channel = "c" }, Action("mail")] })
            .ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadTextsAsync("select concat_ws(' ', owner_type, owner_id, template, channel, type, data, bytes, delivery, route = '') from actions order by position"))
            .ShouldBe(["guild 1 a a mail {\"n\": 1} 8 7 t", "guild 1 a c chat {\"n\": 1} 8 7 t", "guild 1 a a mail {\"n\": 1} 8 7 t"]);
        (await world.Test.ReadAsync<Guid>("select distinct run_id from actions")).ShouldBe(Sender.RunId);
        (await world.Test.ReadAsync<Guid>("select distinct event_id from actions")).ShouldBe(Sender.EventId);
        (await world.Test.ReadTextsAsync("select channel from action_channels order by 1")).ShouldBe(["a", "c"]);
        world.Json(1, "k").ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_run_that_is_left_out_sends_nothing_and_its_neighbour_does()
    {
        await using var world = await CreateAsync();
        await world.PutAsync(1, "k", "1");
        var read = world.Read(1, "k");
        await world.PutAsync(1, "k", "2");

        var verdicts = world.Commit(
            Run(1) with { Reads = [read], Actions = [Action("mail") with { Key = "once" }] }, Run(2) with { Actions = [Action("mail")] });

        verdicts[0].ShouldBeOfType<RunVerdict.Stale>();
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
        (await world.Test.ReadTextsAsync("select owner_id from actions")).ShouldBe(["2"]);
        (await world.Test.ReadTextsAsync("select owner_id from action_channels")).ShouldBe(["2"]);
        (await CountAsync(world, "action_keys")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task Later_commits_continue_the_channel_and_find_its_row()
    {
        await using var world = await CreateAsync();

        for (var n = 0; n < 3; n++)
        {
            Commit(world, Run(1) with { Actions = [Action($"t{n}")] }).ShouldBeOfType<RunVerdict.Committed>();
        }

        (await world.Test.ReadTextsAsync("select type from actions order by position")).ShouldBe(["t0", "t1", "t2"]);
        (await CountAsync(world, "action_channels")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_delayed_action_waits_outside_of_its_channel()
    {
        await using var world = await CreateAsync();

        Commit(world, Run(1) with { Actions = [Action("mail") with { Delay = TimeSpan.FromHours(1) }] }).ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadAsync<bool>("select position is null and due_at between now() + interval '59 minutes' and now() + interval '61 minutes' from actions"))
            .ShouldBeTrue();
        (await CountAsync(world, "action_channels")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_key_that_another_run_has_taken_makes_the_run_stale()
    {
        await using var world = await CreateAsync();
        var first = Action("mail") with { Key = "once" };

        Commit(world, Run(1) with { Actions = [first] }).ShouldBeOfType<RunVerdict.Committed>();
        Commit(world, Put(1, "k", "1") with { Actions = [Action("mail") with { Key = "once" }] }).ShouldBeOfType<RunVerdict.Stale>();
        Commit(world, Run(2) with { Actions = [Action("mail") with { Key = "once" }] }).ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadAsync<Guid>("select action from action_keys where owner_id = '1'")).ShouldBe(first.Id);
        (await CountAsync(world, "actions")).ShouldBe(2);
        world.Json(1, "k").ShouldBeNull();
        new ActionStore(world.Test.Database).ReadActionOfKey(Tenant(1), "once").ShouldBe(first.Id);
        new ActionStore(world.Test.Database).ReadActionOfKey(Tenant(3), "once").ShouldBeNull();
    }

    [DatabaseTheory]
    [InlineData("mail.send", "mail.send", "own")]
    [InlineData("mail.send", "mail.*", "own")]
    [InlineData("mail.send", "*", "own")]
    [InlineData("mail.send", "mail.sen", "")]
    [InlineData("mail.send", "chat.*", "")]
    [InlineData("mail.send", "%", "")]
    [InlineData("100%", "100%", "own")]
    public async Task The_route_is_the_first_that_matches_the_type(string type, string pattern, string route)
    {
        await using var world = await CreateAsync();
        await RouteAsync(world, "own", "1", pattern);

        Commit(world, Run(1) with { Actions = [Action(type)] }).ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadAsync<string>("select route from actions")).ShouldBe(route);
        (await world.Test.ReadAsync<string>("select route from action_channels")).ShouldBe(route);
    }

    [DatabaseFact]
    public async Task A_tenants_own_route_comes_before_those_of_all_and_a_disabled_one_takes_nothing()
    {
        await using var world = await CreateAsync();
        await RouteAsync(world, "a-all", "", "mail");
        await RouteAsync(world, "b-own", "1", "mail");
        await RouteAsync(world, "a-other", "9", "mail");

        Commit(world, Run(1) with { Actions = [Action("mail")] }).ShouldBeOfType<RunVerdict.Committed>();
        Commit(world, Run(2) with { Actions = [Action("mail")] }).ShouldBeOfType<RunVerdict.Committed>();
        await world.Test.ExecuteAsync("update action_routes set disabled = 'gone' where name = 'b-own'");
        Commit(world, Run(1) with { Actions = [Action("mail")] }).ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadTextsAsync("select route from actions order by position")).ShouldBe(["b-own", "a-all", "a-all"]);
    }

    [DatabaseTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_action_that_waits_or_is_delayed_is_taken_back_with_the_run(int hours)
    {
        await using var world = await CreateAsync();
        var action = Action("mail") with { Delay = TimeSpan.FromHours(hours) };
        Commit(world, Run(1) with { Actions = [action, Action("other")] });
        var store = new ActionStore(world.Test.Database);

        store.CanCancel(Tenant(1), action.Id).ShouldBeTrue();
        store.CanCancel(Tenant(2), action.Id).ShouldBeFalse();
        Commit(world, Run(1) with { CancelledActions = [action.Id] }).ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadTextsAsync("select type from actions")).ShouldBe(["other"]);
        store.CanCancel(Tenant(1), action.Id).ShouldBeFalse();
        Commit(world, Put(1, "k", "1") with { CancelledActions = [action.Id] }).ShouldBeOfType<RunVerdict.Stale>();
        world.Json(1, "k").ShouldBeNull();
    }

    [DatabaseFact]
    public async Task An_action_whose_channel_a_consumer_has_is_not_taken_back()
    {
        await using var world = await CreateAsync();
        var action = Action("mail");
        Commit(world, Run(1) with { Actions = [action] });
        await world.Test.ExecuteAsync("update action_channels set holder = 'c', leased_until = now() + interval '1 minute'");

        new ActionStore(world.Test.Database).CanCancel(Tenant(1), action.Id).ShouldBeFalse();
        Commit(world, Run(1) with { CancelledActions = [action.Id] }).ShouldBeOfType<RunVerdict.Stale>();

        await world.Test.ExecuteAsync("update action_channels set leased_until = now() - interval '1 second'");
        Commit(world, Run(1) with { CancelledActions = [action.Id] }).ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task A_consumer_that_has_locked_the_channel_holds_up_no_commit()
    {
        await using var world = await CreateAsync();
        var action = Action("mail");
        Commit(world, Run(1) with { Actions = [action] });
        await using var consumer = await world.Test.ConnectAsync();
        await using var transaction = await consumer.BeginTransactionAsync();
        await using (var take = new Npgsql.NpgsqlCommand("update action_channels set ready_at = now()", consumer, transaction))
        {
            await take.ExecuteNonQueryAsync();
        }

        Commit(world, Run(1) with { Actions = [Action("mail")] }).ShouldBeOfType<RunVerdict.Committed>();
        new ActionStore(world.Test.Database).CanCancel(Tenant(1), action.Id).ShouldBeFalse();
        Commit(world, Run(1) with { CancelledActions = [action.Id] }).ShouldBeOfType<RunVerdict.Stale>();
    }

    [DatabaseFact]
    public async Task What_waits_is_counted_in_actions_and_bytes_up_to_the_limit()
    {
        await using var world = await CreateAsync();
        Commit(world, Run(1) with { Actions = [Action("a"), Action("b") with { Delay = TimeSpan.FromHours(1) }, Action("c")] });
        Commit(world, Run(2) with { Actions = [Action("a")] });
        await world.Test.ExecuteAsync("update actions set position = null, died_at = now() where type = 'c'");
        var store = new ActionStore(world.Test.Database);
        var since = DateTimeOffset.UnixEpoch;

        store.CountWaiting(Tenant(1), 10, ref since).ShouldBe(new WaitingActions(2, 16));
        since.ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        store.CountWaiting(Tenant(1), 10, ref since).ShouldBe(new WaitingActions(2, 16));
        store.CountWaiting(Tenant(1), 1, ref since).ShouldBe(new WaitingActions(1, 8));
    }

    private static SentAction Action(string type) => new()
    {
        Id = Guid.CreateVersion7(),
        Type = type,
        DataJson = "{\"n\": 1}",
        Channel = "a",
        Sender = Sender,
    };

    private static Task RouteAsync(RunWorld world, string name, string owner, string type) => world.Test.ExecuteAsync(
        $"""
        insert into action_routes (name, owner_type, owner_id, type, url, secret, strict, batch, timeout, attempts, concurrency, allow_private)
        values ('{name}', '{(owner.Length > 0 ? "guild" : "")}', '{owner}', '{type}', 'http://x', '0123456789abcdef', true, 1, '10 s', 5, 4, true)
        """);

    private static RunVerdict Commit(RunWorld world, FinishedRun run) => world.Commit(run).ShouldHaveSingleItem();

    private static Task<long> CountAsync(RunWorld world, string table) => world.Test.ReadAsync<long>($"select count(*) from {table}");
}
