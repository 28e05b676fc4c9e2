using System.Text;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deaths;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Templates;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Support;

/// <summary>A database with some templates that subscribe to events.</summary>
internal sealed class LaneWorld(TestDatabase test, Database database) : IAsyncDisposable
{
    public static readonly TenantId Guild = new("guild", "1");
    public static readonly TenantId Other = new("guild", "2");

    public TestDatabase Test => test;

    public Database Database => database;

    public EventStore Events { get; } = new(database);

    public DeliveryStore Deliveries { get; } = new(database);

    public LaneStore Lanes { get; } = new(database);

    public DeathStore Deaths { get; } = new(database);

    public PolicyStore Policies { get; } = new(database);

    public HistoryStore History { get; } = new(database);

    /// <summary>Guild's <c>a</c> and <c>b</c> take <c>message</c>, <c>b</c> alone takes <c>join</c>; Other's <c>a</c> takes <c>message</c>.</summary>
    public static async Task<LaneWorld> CreateAsync()
    {
        var test = await TestDatabase.CreateAsync();
        var database = await test.OpenAsync();
        var world = new LaneWorld(test, database);
        await world.PublishAsync(Guild, "a", "message");
        await world.PublishAsync(Guild, "b", "message", "join");
        await world.PublishAsync(Other, "a", "message");
        return world;
    }

    public static NewEvent Event(TenantId tenant, string name = "message", string? key = null, int? maxQueued = 1_000, int n = 1) => new()
    {
        Tenant = tenant,
        EventId = Guid.NewGuid(),
        Name = name,
        Data = Encoding.UTF8.GetBytes($$"""{"n":{{n}}}"""),
        IdempotencyKey = key,
        RequestHash = key is null ? null : [1, 2, 3],
        MaxQueued = maxQueued,
        WantsPriors = true,
    };

    public async Task PublishAsync(TenantId tenant, string template, params string[] subscriptions)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = $"// {string.Join(' ', subscriptions)}" };
        await new TemplateStore(database).PublishAsync(
            tenant,
            new TemplateContent { Name = template, Files = files, SettingsJson = "{}", Subscriptions = subscriptions },
            new TenantLimits(),
            CancellationToken.None);
    }

    public Task<IReadOnlyList<AcceptOutcome>> AcceptAsync(params NewEvent[] events) =>
        Events.AcceptAsync(events, AcceptMode.EachAlone, 0, CancellationToken.None);

    public async Task<AcceptOutcome.Accepted> StoreAsync(NewEvent given) =>
        (await AcceptAsync(given)).ShouldHaveSingleItem().ShouldBeOfType<AcceptOutcome.Accepted>();

    public Task<long> CountAsync(string table) => Test.ReadAsync<long>($"select count(*) from {table}");

    /// <summary>The ids of what waits in the lanes, each as <c>owner template id</c>, in the order in which lanes run.</summary>
    public Task<IReadOnlyList<string?>> QueuedAsync() =>
        Test.ReadTextsAsync("select concat_ws(' ', owner_id, template, data ->> 'n') from deliveries order by id");

    /// <summary>Counts a death of the delivery at the attempt at which it stands.</summary>
    public async Task<CountedDeath> KillAsync(TenantId tenant, long id)
    {
        var attempt = await Test.ReadAsync<int>($"select attempt from deliveries where id = {id}");
        return (await Deaths.CountAsync([Notice(tenant, id, attempt)], CancellationToken.None)).ShouldHaveSingleItem();
    }

    public static DeathNotice Notice(TenantId tenant, long id, int attempt) => new(
        tenant.Slot,
        id,
        attempt,
        new AttemptFailure
        {
            Reason = "WorkerLost",
            Message = $"The worker died in attempt {attempt + 1}.",
            Stack = "at index.js:1",
            Worker = "host:1/0",
            Wall = TimeSpan.FromMilliseconds(1500),
        });

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await test.DisposeAsync();
    }
}
