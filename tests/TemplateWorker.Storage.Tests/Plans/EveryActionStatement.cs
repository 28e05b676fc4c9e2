using System.Globalization;
using Npgsql;
using TemplateWorker.Storage.Actions;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Moving;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Pulling;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>Runs every statement of actions once a round, for <see cref="PlanWorld.Subject"/>.</summary>
/// <param name="other">A session of another program's.</param>
internal sealed class EveryActionStatement(Database database, NpgsqlConnection other, TestDatabase test) : IDisposable
{
    private static readonly TenantId Subject = PlanWorld.Subject;

    // The stores that remember something, as those of the program do.
    private readonly ActionStore _actions = new(database);
    private readonly ActionMoveStore _moves = new(database);
    private readonly PullStore _pull = new(database);
    private readonly ChannelStore _channels = new(database);
    private readonly RouteStore _routes = new(database);
    private readonly ActionOperations _operations = new(database);
    private readonly RunCommitter _committer = new(database);
    private DateTimeOffset _oldest = TimeProvider.System.GetUtcNow();
    private int _round;

    public async Task RunAsync()
    {
        _round++;
        var after = Guid.CreateVersion7(TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(1));
        await RoutesAsync();
        var sent = Send();
        _actions.CountWaiting(Subject, 1_000, ref _oldest).Count.ShouldBeGreaterThan(0);
        _actions.ReadActionOfKey(Subject, $"action {_round}").ShouldNotBeNull();
        var last = await _operations.ReadLastPositionAsync(CancellationToken.None);
        (await _operations.ListArrivedAsync(last - 2, 10, CancellationToken.None)).Count.ShouldBe(1);
        await PushAsync();
        await MoveAsync();
        await PullAsync();
        await SqlAsync();
        await OperateAsync(sent, after);
        await _moves.RemoveEmptyAsync(100, Subject.Slot - 1, CancellationToken.None);
    }

    public void Dispose() => _committer.Dispose();

    private async Task RoutesAsync()
    {
        var route = new ActionRoute { Name = "plan", Tenant = Subject, Type = "push", Url = "http://x", Secret = new Secret("0123456789abcdef") };
        await _routes.WriteAsync(route, CancellationToken.None);
        await _routes.WriteAsync(route with { Name = "plan-gone", Type = "gone" }, CancellationToken.None);
        (await _routes.ListAsync("", 10, CancellationToken.None)).ShouldNotBeEmpty();
        (await _routes.DisableAsync("plan", "no", CancellationToken.None)).ShouldBeTrue();
        await _routes.WriteAsync(route, CancellationToken.None);
    }

    private List<SentAction> Send()
    {
        List<SentAction> sent =
        [
            .. Enumerable.Range(0, 8).Select(_ => Action("push")), .. Enumerable.Range(0, 12).Select(_ => Action("pull")), Action("gone"), Action("gone"),
            Action("pull") with { Delay = TimeSpan.FromHours(1) }, Action("pull") with { Key = $"action {_round}" }, Action("pull") with { Channel = "cancelled" },
        ];
        Commit(FinishedRun.Empty(Subject) with { Actions = sent });
        _actions.CanCancel(Subject, sent[^1].Id).ShouldBeTrue();
        Commit(FinishedRun.Empty(Subject) with { CancelledActions = [sent[^1].Id] });
        return sent;
    }

    private async Task PushAsync()
    {
        var channel = (await _channels.ClaimAsync("s", [Subject.Slot], [Wish("plan", 4)], CancellationToken.None)).Channels.ShouldHaveSingleItem();
        var actions = channel.Actions;
        (await _channels.SettleAsync([new SettledChannel(
            channel,
            [
                new ActionEnd.Taken { Action = actions[0] }, new ActionEnd.Later { Action = actions[1], Error = "e", Delay = TimeSpan.FromHours(1) },
                new ActionEnd.Dead { Action = actions[2], Error = "e" }, new ActionEnd.Retry { Action = actions[3], Error = "e" },
            ],
            0,
            TimeSpan.Zero)], CancellationToken.None)).ShouldBe(1);
    }

    private async Task MoveAsync()
    {
        await _moves.UntilNextAsync(CancellationToken.None);
        await test.ExecuteAsync("update actions set due_at = now() - interval '1 second' where due_at < now() + interval '2 hours'");
        (await _moves.PromoteAsync(100, CancellationToken.None)).ShouldBe(2);
        await _routes.DeleteAsync("plan-gone", CancellationToken.None);
        (await _moves.RerouteAsync(100, CancellationToken.None)).ShouldBe(2);
        await _moves.RerouteAsync(100, CancellationToken.None);
        await _moves.DeleteDeadAsync(TimeSpan.FromDays(30), 1_000, CancellationToken.None);
    }

    private async Task PullAsync()
    {
        var claimed = await ClaimAsync();
        (await _pull.ExtendAsync("c", [claimed[0]], TimeSpan.FromMinutes(2), CancellationToken.None)).Count.ShouldBe(1);
        (await _pull.NackAsync("c", [claimed[0]], TimeSpan.Zero, "e", CancellationToken.None)).Count.ShouldBe(1);
        claimed = await ClaimAsync();
        (await _pull.AckAsync("c", claimed, CancellationToken.None)).Count.ShouldBe(claimed.Count);
    }

    private async Task<List<Guid>> ClaimAsync() =>
        [.. (await _pull.ClaimAsync("c", 5, TimeSpan.FromMinutes(1), CancellationToken.None)).SelectMany(channel => channel.Actions, (_, action) => action.Id)];

    private async Task SqlAsync()
    {
        List<Guid> claimed = [];
        await using (var claim = new NpgsqlCommand("select id from template_worker_claim_actions('c', 3)", other))
        await using (var reader = await claim.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                claimed.Add(reader.GetGuid(0));
            }
        }

        claimed.Count.ShouldBe(3);
        await using var ack = new NpgsqlCommand("select template_worker_ack_actions($1)", other);
        ack.Parameters.Add(new NpgsqlParameter { Value = claimed.ToArray() });
        (await ack.ExecuteScalarAsync()).ShouldBe(3);
    }

    private async Task OperateAsync(List<SentAction> sent, Guid after)
    {
        var filter = new ActionFilter { Tenant = Subject, After = after };
        var listed = await _operations.ListAsync(filter, CancellationToken.None);
        listed.ShouldNotBeEmpty();
        (await _operations.ReadAsync(Subject, listed[0].Id, CancellationToken.None)).ShouldNotBeNull();
        (await _operations.ReplayAsync(filter with { State = ActionState.Dead }, CancellationToken.None)).ShouldBe(1);
        (await _operations.DropAsync(filter with { Ids = [.. sent.Select(action => action.Id)] }, CancellationToken.None)).ShouldBeGreaterThan(0);
    }

    private void Commit(FinishedRun run) => _committer.Commit([run]).Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();

    private static ChannelWish Wish(string route, int actions) => new(route, 10, actions, TimeSpan.FromMinutes(1), ChannelSearch.From(TenantCursor.Start));

    private SentAction Action(string type) => new()
    {
        Id = Guid.CreateVersion7(),
        Type = type,
        DataJson = _round.ToString(CultureInfo.InvariantCulture),
        Channel = "a",
        Sender = new SendingRun("a", Guid.NewGuid(), Guid.NewGuid(), 1),
    };
}
