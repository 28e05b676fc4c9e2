using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Actions.ActionWorld;

namespace TemplateWorker.Storage.Tests.Actions;

public sealed class ChannelStoreTests
{
    [DatabaseFact]
    public async Task A_channel_is_claimed_by_one_and_has_its_actions_in_order()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);
        world.Send(1, 1, 2);
        world.Send(1, 3);

        var claimed = (await world.ClaimAsync("r", actions: 2)).ShouldHaveSingleItem();

        claimed.Name.ShouldBe(new ChannelName(Tenant(1), "a", "r"));
        claimed.Actions.Select(action => action.DataJson).ShouldBe(["1", "2"]);
        (await world.ClaimAsync("r", "other")).ShouldBeEmpty();
        (await world.ClaimAsync("")).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_claim_does_not_wait_for_the_disk_and_a_settlement_does()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);
        world.Send(1, 1, 2);
        await world.Test.ExecuteAsync($"""
            alter database {world.Test.Name} set synchronous_commit = on;
            create table commits (no serial, waits text);
            create function note_commit() returns trigger language plpgsql as
                $$ begin insert into commits (waits) values (current_setting('synchronous_commit')); return new; end $$;
            create trigger note_commit before update on action_channels for each row execute function note_commit()
            """);
        await using var database = await world.Test.OpenAsync();
        var channels = new ChannelStore(database);

        var wish = new ChannelWish("r", 1, 1, TimeSpan.FromMinutes(1), ChannelSearch.From(TenantCursor.Start));
        var claimed = (await channels.ClaimAsync("c", Enumerable.Range(0, TenantId.SlotCount), [wish], CancellationToken.None)).Channels.ShouldHaveSingleItem();
        await channels.SettleAsync([Taken(claimed)], CancellationToken.None);

        (await world.Test.ReadTextsAsync("select waits from commits order by no")).ShouldBe(["off", "on"]);
    }

    [DatabaseFact]
    public async Task What_was_taken_is_removed_and_the_next_is_first_then()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);
        world.Send(1, 1, 2, 3);
        var claimed = (await world.ClaimAsync("r", actions: 2)).ShouldHaveSingleItem();

        (await world.SettleAsync(Taken(claimed))).ShouldBe(1);

        var next = (await world.ClaimAsync("r")).ShouldHaveSingleItem();
        next.Actions.Select(action => action.DataJson).ShouldBe(["3"]);
        next.Low.ShouldBe(claimed.Actions[1].Position);
        (await world.SettleAsync(Taken(next))).ShouldBe(1);
        (await world.CountAsync("actions")).ShouldBe(0);
        (await world.CountAsync("action_channels")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task What_failed_stays_first_and_its_channel_waits()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);
        world.Send(1, 1, 2);
        var claimed = (await world.ClaimAsync("r")).ShouldHaveSingleItem();

        await world.SettleAsync(new SettledChannel(claimed, [new ActionEnd.Retry { Action = claimed.Actions[0], Error = "500" }], 1, TimeSpan.FromHours(1)));

        (await world.ClaimAsync("r")).ShouldBeEmpty();
        await world.Test.ExecuteAsync("update action_channels set ready_at = now()");
        var again = (await world.ClaimAsync("r")).ShouldHaveSingleItem();
        again.Failures.ShouldBe(1);
        again.Actions.Select(action => (action.DataJson, action.Attempts)).ShouldBe([("1", 1), ("2", 0)]);
        (await world.Test.ReadAsync<string>("select last_error from actions where data::text = '1'")).ShouldBe("500");
    }

    [DatabaseFact]
    public async Task What_is_tried_later_comes_back_to_the_end_of_its_channel()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);
        world.Send(1, 1, 2);
        var claimed = (await world.ClaimAsync("r")).ShouldHaveSingleItem();

        await world.SettleAsync(new SettledChannel(
            claimed, [new ActionEnd.Later { Action = claimed.Actions[0], Error = "500", Delay = TimeSpan.FromMilliseconds(1) }], 0, TimeSpan.Zero));
        (await world.Moves.PromoteAsync(100, CancellationToken.None)).ShouldBe(1);

        (await world.ClaimAsync("r")).ShouldHaveSingleItem().Actions.Select(action => (action.DataJson, action.Attempts)).ShouldBe([("2", 0), ("1", 1)]);
    }

    [DatabaseFact]
    public async Task A_dead_action_leaves_its_channel()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);
        world.Send(1, 1, 2);
        var claimed = (await world.ClaimAsync("r")).ShouldHaveSingleItem();

        await world.SettleAsync(new SettledChannel(claimed, [new ActionEnd.Dead { Action = claimed.Actions[0], Error = "500" }], 0, TimeSpan.Zero));

        (await world.ClaimAsync("r")).ShouldHaveSingleItem().Actions.Select(action => action.DataJson).ShouldBe(["2"]);
        (await world.Test.ReadTextsAsync("select concat_ws(' ', data, attempts, last_error) from actions where died_at is not null")).ShouldBe(["1 1 500"]);
    }

    [DatabaseFact]
    public async Task A_consumer_whose_lease_is_over_removes_what_was_taken_and_changes_nothing_else()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);
        world.Send(1, 1, 2);
        var late = (await world.ClaimAsync("r", "late", lease: TimeSpan.FromMilliseconds(1))).ShouldHaveSingleItem();
        var taker = await Waiting.ForAsync(async () => (await world.ClaimAsync("r", "taker")).SingleOrDefault());

        (await world.SettleAsync(new SettledChannel(
            late, [new ActionEnd.Taken { Action = late.Actions[0] }, new ActionEnd.Dead { Action = late.Actions[1], Error = "x" }], 9, TimeSpan.FromHours(1)))).ShouldBe(0);

        (await world.Test.ReadTextsAsync("select concat_ws(' ', data, attempts, died_at is null) from actions")).ShouldBe(["2 0 t"]);
        (await world.Test.ReadTextsAsync("select concat_ws(' ', holder, failures) from action_channels")).ShouldBe(["taker 0"]);
        (await world.SettleAsync(Taken(taker))).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task Only_channels_of_the_slots_are_claimed_up_to_the_number_asked_for()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);
        for (var tenant = 1; tenant <= 5; tenant++)
        {
            world.Send(tenant, tenant);
        }

        var own = await world.Channels.ClaimAsync(
            "s", [Tenant(2).Slot, Tenant(3).Slot], [new ChannelWish("r", 10, 1, TimeSpan.FromMinutes(1), ChannelSearch.From(TenantCursor.Start))], CancellationToken.None);
        own.Channels.Select(channel => channel.Name.Tenant.OwnerId).Order().ShouldBe(["2", "3"]);
        (await world.ClaimAsync("r", channels: 2)).Count.ShouldBe(2);
        (await world.ClaimAsync("r")).Count.ShouldBe(1);
    }

    [DatabaseFact]
    public async Task The_search_goes_round_from_behind_a_tenant_and_takes_some_channels_of_each()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);
        var tenants = Enumerable.Range(1, 4).OrderBy(number => Tenant(number).Slot).ToList();
        foreach (var tenant in tenants)
        {
            for (var channel = 0; channel < 6; channel++)
            {
                world.Send(tenant, $"c{channel}", "t", 1);
            }
        }

        var claimed = await world.Channels.ClaimAsync(
            "s",
            Enumerable.Range(0, TenantId.SlotCount),
            [new ChannelWish("r", 12, 1, TimeSpan.FromMinutes(1), ChannelSearch.From(TenantCursor.After(Tenant(tenants[1]))))],
            CancellationToken.None);

        claimed.Channels.GroupBy(channel => channel.Name.Tenant.OwnerId).ToDictionary(group => group.Key, group => group.Count())
            .ShouldBe(new Dictionary<string, int> { [$"{tenants[2]}"] = 4, [$"{tenants[3]}"] = 4, [$"{tenants[0]}"] = 4 }, ignoreOrder: true);
        claimed.Ends["r"].ShouldBe(new SearchEnd(ChannelSearch.From(TenantCursor.After(Tenant(tenants[0]))), IsCut: false));
    }

    [DatabaseFact]
    public async Task Many_tenants_whose_channels_are_not_ready_do_not_hide_one_that_is()
    {
        const int Crowd = (2 * ClaimChannels.MostTenants) + 7;
        await using var world = await CreateAsync();
        await world.Test.ExecuteAsync($"""
            insert into action_channels (route, slot, owner_type, owner_id, channel, ready_at)
            select 'r', 1000 + n % 3, 'guild', 'crowd-' || n, 'a', now() + interval '1 hour' from generate_series(1, {Crowd}) n
            """);
        await world.Test.ExecuteAsync("insert into action_channels (route, slot, owner_type, owner_id, channel) values ('r', 1001, 'guild', 'crowd-999', 'ready')");

        foreach (var start in (TenantCursor[])[TenantCursor.Start, new(1001, "guild", "crowd-999"), new(1002, "", ""), new(4000, "", "")])
        {
            var search = ChannelSearch.From(start);
            List<LeasedChannel> found = [];
            var steps = 0;
            bool isCut;
            do
            {
                var claimed = await world.Channels.ClaimAsync(
                    $"from {start}", Enumerable.Range(0, TenantId.SlotCount), [new ChannelWish("r", 10, 1, TimeSpan.FromMinutes(1), search)], CancellationToken.None);
                found.AddRange(claimed.Channels);
                (search, isCut) = claimed.Ends["r"];
                (++steps).ShouldBeLessThan(5);
            }
            while (isCut);

            found.ShouldHaveSingleItem().Name.Channel.ShouldBe("ready");
            await world.Test.ExecuteAsync("update action_channels set holder = null, leased_until = null");
        }
    }

    [DatabaseFact]
    public async Task A_consumer_that_pulls_finds_what_lies_behind_many_channels_that_are_not_ready()
    {
        await using var world = await CreateAsync();
        await world.Test.ExecuteAsync("""
            insert into action_channels (route, slot, owner_type, owner_id, channel, ready_at)
            select '', n % 4096, 'guild', 'crowd-' || n, 'a', now() + interval '1 hour' from generate_series(1, 2000) n
            """);
        world.Send(1, 7);

        (await world.Pull.ClaimAsync("c", 10, TimeSpan.FromMinutes(1), CancellationToken.None))
            .ShouldHaveSingleItem().Actions.ShouldHaveSingleItem().DataJson.ShouldBe("7");
    }

    [DatabaseFact]
    public async Task Actions_whose_route_is_gone_are_routed_anew_in_their_order()
    {
        await using var world = await CreateAsync();
        await world.Routes.WriteAsync(Route("a"), CancellationToken.None);
        world.Send(1, 1, 2, 3);
        await world.Routes.WriteAsync(Route("b"), CancellationToken.None);
        (await world.Moves.RerouteAsync(100, CancellationToken.None)).ShouldBe(0);
        (await world.Routes.DeleteAsync("a", CancellationToken.None)).ShouldBeTrue();

        (await world.Moves.RerouteAsync(2, CancellationToken.None)).ShouldBe(2);
        (await world.Moves.RerouteAsync(2, CancellationToken.None)).ShouldBe(1);
        (await world.Moves.RerouteAsync(2, CancellationToken.None)).ShouldBe(0);

        (await world.ClaimAsync("b")).ShouldHaveSingleItem().Actions.Select(action => action.DataJson).ShouldBe(["1", "2", "3"]);
        (await world.Test.ReadTextsAsync("select route from action_channels")).ShouldBe(["b"]);
        (await world.Routes.ListAsync("", 10, CancellationToken.None)).Select(route => route.Name).ShouldBe(["b"]);
        (await world.CountAsync("action_routes")).ShouldBe(2, "a run may still be under way that sends to it");
        await world.Test.ExecuteAsync("update action_routes set deleted_at = now() - interval '2 minutes' where name = 'a'");
        (await world.Moves.RerouteAsync(2, CancellationToken.None)).ShouldBe(0);
        (await world.CountAsync("action_routes")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task Delayed_actions_come_into_their_channels_when_they_are_due()
    {
        await using var world = await CreateAsync();
        (await world.Moves.UntilNextAsync(CancellationToken.None)).ShouldBeNull();
        world.Send(1, 1, 2);
        await world.Test.ExecuteAsync("update actions set position = null, due_at = now() + interval '1 hour'; delete from action_channels");
        (await world.Moves.UntilNextAsync(CancellationToken.None)).ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromMinutes(59));
        (await world.Moves.PromoteAsync(100, CancellationToken.None)).ShouldBe(0);
        await world.Test.ExecuteAsync("update actions set due_at = now() - data::text::int * interval '1 second'");

        (await world.Moves.PromoteAsync(1, CancellationToken.None)).ShouldBe(1);
        (await world.Moves.PromoteAsync(100, CancellationToken.None)).ShouldBe(1);

        (await world.ClaimAsync("")).ShouldHaveSingleItem().Actions.Select(action => action.DataJson).ShouldBe(["2", "1"]);
    }

    [DatabaseFact]
    public async Task A_channel_row_stays_while_a_commit_of_its_tenant_is_under_way()
    {
        await using var world = await CreateAsync();
        world.Send(1, 1);
        await world.Test.ExecuteAsync("delete from actions");
        await using var committing = await world.Test.ConnectAsync();
        await using var transaction = await committing.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand($"select pg_advisory_xact_lock({TenantLock.KeyOf(Tenant(1))})", committing, transaction))
        {
            await hold.ExecuteNonQueryAsync();
        }

        (await world.Moves.RemoveEmptyAsync(100, -1, CancellationToken.None)).ShouldBe(1);
        (await world.CountAsync("action_channels")).ShouldBe(1);
        await transaction.RollbackAsync();
        (await world.Moves.RemoveEmptyAsync(100, -1, CancellationToken.None)).ShouldBe(1);
        (await world.CountAsync("action_channels")).ShouldBe(0);
    }

    private static SettledChannel Taken(LeasedChannel channel) =>
        new(channel, [.. channel.Actions.Select(action => new ActionEnd.Taken { Action = action })], 0, TimeSpan.Zero);
}
