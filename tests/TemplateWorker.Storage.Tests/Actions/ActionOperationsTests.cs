using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Actions.ActionWorld;

namespace TemplateWorker.Storage.Tests.Actions;

public sealed class ActionOperationsTests
{
    [DatabaseFact]
    public async Task Dead_actions_are_removed_when_they_are_too_old_the_first_ones_first()
    {
        await using var world = await ActionWorld.CreateAsync();
        var ids = world.Send(1, 1, 2, 3, 4, 5);
        await world.Test.ExecuteAsync($"""
            update actions set position = null, died_at = now() - interval '2 hours' where id = '{ids[0]}';
            update actions set position = null, died_at = now() - interval '4 hours' where id = '{ids[1]}';
            update actions set position = null, died_at = now() - interval '3 hours' where id = '{ids[2]}';
            update actions set position = null, died_at = now() - interval '59 minutes' where id = '{ids[3]}'
            """);

        (await world.Moves.DeleteDeadAsync(TimeSpan.FromHours(1), 2, CancellationToken.None)).ShouldBe(2);
        (await world.Test.ReadTextsAsync("select data::text from actions order by data::text")).ShouldBe(["1", "4", "5"]);
        (await world.Moves.DeleteDeadAsync(TimeSpan.FromHours(1), 2, CancellationToken.None)).ShouldBe(1);
        (await world.Moves.DeleteDeadAsync(TimeSpan.FromHours(1), 2, CancellationToken.None)).ShouldBe(0);
        (await world.Test.ReadTextsAsync("select data::text from actions order by data::text")).ShouldBe(["4", "5"]);
    }

    [DatabaseFact]
    public async Task Actions_are_listed_by_state_type_and_id_and_read_with_their_payload()
    {
        await using var world = await CreateAsync();
        var sent = world.Send(1, 1, 2, 3, 4).ToList();
        var ids = sent.Order().ToList();
        world.Send(2, 9);
        await world.Test.ExecuteAsync(
            $"""
            update actions set position = null, due_at = now() + interval '1 hour' where id = '{ids[1]}';
            update actions set position = null, died_at = now(), last_error = 'no', attempts = 3 where id = '{ids[2]}';
            update actions set type = 'u' where id = '{ids[3]}'
            """);
        var filter = new ActionFilter { Tenant = Tenant(1) };

        (await world.Operations.ListAsync(filter, CancellationToken.None)).Select(action => (action.Id, action.State))
            .ShouldBe([(ids[0], ActionState.Waiting), (ids[1], ActionState.Delayed), (ids[2], ActionState.Dead), (ids[3], ActionState.Waiting)]);
        (await ListAsync(world, filter with { State = ActionState.Dead })).ShouldBe([ids[2]]);
        (await ListAsync(world, filter with { State = ActionState.Waiting, Type = "u" })).ShouldBe([ids[3]]);
        (await ListAsync(world, filter with { After = ids[1], Limit = 1 })).ShouldBe([ids[2]]);
        (await ListAsync(world, filter with { Ids = [ids[3], ids[0]] })).ShouldBe([ids[0], ids[3]]);
        var read = (await world.Operations.ReadAsync(Tenant(1), ids[2], CancellationToken.None)).ShouldNotBeNull();
        (read.DataJson, read.LastError, read.Attempts, read.Route).ShouldBe(($"{sent.IndexOf(ids[2]) + 1}", "no", 3, ""));
        (await world.Operations.ReadAsync(Tenant(2), ids[2], CancellationToken.None)).ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => world.Operations.ListAsync(filter with { Limit = 1_001 }, CancellationToken.None));
    }

    [DatabaseFact]
    public async Task Dead_actions_go_to_the_end_of_their_channel_again_by_the_route_of_now()
    {
        await using var world = await CreateAsync();
        var ids = world.Send(1, 1, 2);
        await world.Test.ExecuteAsync($"update actions set position = null, died_at = now(), attempts = 3 where id = '{ids[0]}'");
        await world.Routes.WriteAsync(Route("r"), CancellationToken.None);

        (await world.Operations.ReplayAsync(new ActionFilter { Tenant = Tenant(1), State = ActionState.Dead }, CancellationToken.None)).ShouldBe(1);

        (await world.ClaimAsync("r")).ShouldHaveSingleItem().Actions.Select(action => (action.Id, action.Attempts)).ShouldBe([(ids[0], 0)]);
        (await world.Operations.ReplayAsync(new ActionFilter { Tenant = Tenant(1) }, CancellationToken.None)).ShouldBe(1, "the other is on its way");
        (await world.Test.ReadTextsAsync("select route from actions")).ShouldBe(["r", "r"]);
    }

    [DatabaseFact]
    public async Task Actions_are_dropped_in_any_state_unless_they_are_on_their_way()
    {
        await using var world = await CreateAsync();
        var ids = world.Send(1, 1, 2, 3);
        world.Send(1, "other", "t", 4);
        await world.Test.ExecuteAsync(
            $"update actions set position = null, died_at = now() where id = '{ids[0]}'; update action_channels set leased_until = now() + interval '1 hour' where channel = 'other'");

        (await world.Operations.DropAsync(new ActionFilter { Tenant = Tenant(1), Ids = [ids[1]] }, CancellationToken.None)).ShouldBe(1);
        (await world.Operations.DropAsync(new ActionFilter { Tenant = Tenant(1) }, CancellationToken.None)).ShouldBe(2);

        (await world.Test.ReadTextsAsync("select data::text from actions")).ShouldBe(["4"]);
    }

    [DatabaseFact]
    public async Task Routes_are_written_replaced_disabled_and_deleted()
    {
        await using var world = await CreateAsync();
        var route = Route("r", "mail.*") with
        {
            Tenant = Tenant(1),
            OldSecret = new Secret("fedcba9876543210"),
            IsStrict = false,
            Batch = 10,
            Timeout = TimeSpan.FromSeconds(3),
            Attempts = 4,
            Rate = 7,
            Concurrency = 2,
            AllowsPrivate = true,
        };
        await world.Routes.WriteAsync(route, CancellationToken.None);
        await world.Routes.WriteAsync(Route("a"), CancellationToken.None);

        var routes = await world.Routes.ListAsync("", 10, CancellationToken.None);
        routes.Select(found => found.Name).ShouldBe(["a", "r"]);
        (routes[1] with { ChangedAt = default }).ShouldBe(route);
        (await world.Routes.DisableAsync("r", "410", CancellationToken.None)).ShouldBeTrue();
        (await world.Routes.DisableAsync("r", "410", CancellationToken.None)).ShouldBeFalse();
        (await world.Routes.ListAsync("a", 10, CancellationToken.None)).ShouldHaveSingleItem().Disabled.ShouldBe("410");
        await world.Routes.WriteAsync(route, CancellationToken.None);
        (await world.Routes.ListAsync("a", 10, CancellationToken.None)).ShouldHaveSingleItem().Disabled.ShouldBeNull();
        (await world.Routes.DeleteAsync("r", CancellationToken.None)).ShouldBeTrue();
        (await world.Routes.DeleteAsync("r", CancellationToken.None)).ShouldBeFalse();
    }

    private static async Task<IEnumerable<Guid>> ListAsync(ActionWorld world, ActionFilter filter) =>
        (await world.Operations.ListAsync(filter, CancellationToken.None)).Select(action => action.Id);
}
