using System.Globalization;
using Npgsql;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Moving;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Pulling;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Actions;

/// <summary>A database of the test's own in which runs send actions.</summary>
internal sealed class ActionWorld : IAsyncDisposable
{
    private readonly RunCommitter _committer;

    private ActionWorld(TestDatabase test, Database database)
    {
        (Test, Database) = (test, database);
        _committer = new RunCommitter(database);
        Channels = new ChannelStore(database);
        Pull = new PullStore(database);
        Moves = new ActionMoveStore(database);
        Routes = new RouteStore(database);
        Operations = new ActionOperations(database);
    }

    public TestDatabase Test { get; }

    public Database Database { get; }

    public ChannelStore Channels { get; }

    public PullStore Pull { get; }

    public ActionMoveStore Moves { get; }

    public RouteStore Routes { get; }

    public ActionOperations Operations { get; }

    public static async Task<ActionWorld> CreateAsync()
    {
        var test = await TestDatabase.CreateAsync();
        return new ActionWorld(test, await test.OpenAsync());
    }

    public static TenantId Tenant(int number) => new("guild", number.ToString(CultureInfo.InvariantCulture));

    public static ActionRoute Route(string name, string type = "*") =>
        new() { Name = name, Type = type, Url = "https://example.org/hook", Secret = new Secret("0123456789abcdef") };

    /// <summary>A run that sends an action for each number.</summary>
    /// <returns>Their ids.</returns>
    public IReadOnlyList<Guid> Send(int tenant, params int[] numbers) => Send(tenant, "a", "t", numbers);

    public IReadOnlyList<Guid> Send(int tenant, string channel, string type, params int[] numbers)
    {
        var actions = numbers.Select(n => Action(n) with { Channel = channel, Type = type }).ToList();
        _committer.Commit([FinishedRun.Empty(Tenant(tenant)) with { Actions = actions }]).Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();
        return [.. actions.Select(action => action.Id)];
    }

    public static SentAction Action(int number) => new()
    {
        Id = Guid.CreateVersion7(),
        Type = "t",
        DataJson = number.ToString(CultureInfo.InvariantCulture),
        Channel = "a",
        Sender = new SendingRun("a", Guid.NewGuid(), Guid.NewGuid(), null),
    };

    /// <summary>Claims channels of a route as a supervisor that has all slots.</summary>
    public async Task<IReadOnlyList<LeasedChannel>> ClaimAsync(string route, string holder = "s", int channels = 100, int actions = 10, TimeSpan? lease = null) =>
        (await Channels.ClaimAsync(
            holder,
            Enumerable.Range(0, TenantId.SlotCount),
            [new ChannelWish(route, channels, actions, lease ?? TimeSpan.FromMinutes(1), ChannelSearch.From(TenantCursor.Start))],
            CancellationToken.None)).Channels;

    public Task<int> SettleAsync(params SettledChannel[] settled) => Channels.SettleAsync(settled, CancellationToken.None);

    public Task<long> CountAsync(string table) => Test.ReadAsync<long>($"select count(*) from {table}");

    /// <summary>Calls a function that returns a table with an owner id and data, each row as both.</summary>
    public static async Task<List<(Guid Id, string Owner, string Data)>> ClaimBySqlAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int most)
    {
        await using var command = new NpgsqlCommand("select id, owner_id, data::text from template_worker_claim_actions('c', $1)", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        await using var reader = await command.ExecuteReaderAsync();
        List<(Guid Id, string Owner, string Data)> claimed = [];
        while (await reader.ReadAsync())
        {
            claimed.Add((reader.GetGuid(0), reader.GetString(1), reader.GetString(2)));
        }

        return claimed;
    }

    public static async Task<int> AckBySqlAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, IEnumerable<Guid> ids)
    {
        await using var command = new NpgsqlCommand("select template_worker_ack_actions($1)", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter { Value = ids.ToArray() });
        return (int)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        _committer.Dispose();
        await Database.DisposeAsync();
        await Test.DisposeAsync();
    }
}
