using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Rates;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Supervision.Accepting;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Supervision.Tests.Accepting;

/// <summary>An acceptor on a database of its own, whose workers have the slot of <see cref="Held"/> only.</summary>
internal sealed class AcceptorWorld : IAsyncDisposable
{
    public static readonly TenantId Held = new("guild", "1");
    public static readonly TenantId Elsewhere = new("guild", "2");

    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(60);

    private readonly SlotWaker _waker;

    private AcceptorWorld(TestDatabase test, LimitOptions limits)
    {
        Test = test;
        _waker = new SlotWaker(new WakeStore(test.Database), TimeProvider.System, NullLogger<SlotWaker>.Instance);
        Acceptor = new EventAcceptor(new EventStore(test.Database, TimeProvider.System), new DeliveryHandover(Router, _waker), limits, new EventRates(limits, Time, NullLogger<EventRates>.Instance), Time);
    }

    public TestDatabase Test { get; }

    /// <summary>The acceptor's clock: a group is held up when the test says so.</summary>
    public FakeTimeProvider Time { get; } = new();

    public FakeRouter Router { get; } = new(Held);

    public EventAcceptor Acceptor { get; }

    public static async Task<AcceptorWorld> StartAsync(int queuedDeliveries = 10_000, int eventsPerMinute = 60_000)
    {
        var world = new AcceptorWorld(
            await TestDatabase.CreateAsync(),
            new LimitOptions { Default = new TenantLimits { QueuedDeliveries = queuedDeliveries, Rates = new TenantRates { Events = eventsPerMinute } } });
        var templates = new TemplateStore(world.Test.Database);
        foreach (var tenant in (TenantId[])[Held, Elsewhere])
        {
            await templates.PublishAsync(
                tenant,
                new TemplateContent
                {
                    Name = "t",
                    Files = new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = "1" },
                    SettingsJson = "{}",
                    Subscriptions = ["message"],
                },
                new TenantLimits(),
                CancellationToken.None);
        }

        return world;
    }

    public static NewEvent Event(TenantId tenant, int n = 1) => new()
    {
        Tenant = tenant,
        EventId = Guid.NewGuid(),
        Name = "message",
        Data = Encoding.UTF8.GetBytes($$"""{"n":{{n}}}"""),
        MaxQueued = null,
    };

    public async Task<AcceptOutcome> AcceptAsync(NewEvent given) =>
        (await Acceptor.AcceptAsync(given, CancellationToken.None)).ShouldBeOfType<AcceptReply.Answered>().Outcome;

    public Task<long> CountAsync() => Test.ReadAsync<long>("select count(*) from deliveries");

    /// <summary>Lets nothing be stored until what is returned is disposed.</summary>
    public async Task<IAsyncDisposable> BlockAsync()
    {
        var connection = await Test.ConnectAsync();
        await using var command = new NpgsqlCommand("begin; lock table deliveries in share mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Keeps an idempotency key of a tenant from being decided until what is returned is disposed.</summary>
    public async Task<IAsyncDisposable> HoldKeyAsync(TenantId tenant, string key)
    {
        var connection = await Test.ConnectAsync();
        await using var command = new NpgsqlCommand(
            "begin; insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries) "
            + $"values ('{tenant.OwnerType}', '{tenant.OwnerId}', '{key}', '{Guid.NewGuid()}', '1', 1)",
            connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until a group is on its way and meets the block.</summary>
    public async Task WaitForBlockedAsync()
    {
        var clock = Stopwatch.StartNew();
        while (await Test.ReadAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0)
        {
            clock.Elapsed.ShouldBeLessThan(UnexpectedTimeout);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Acceptor.DisposeAsync();
        await _waker.DisposeAsync();
        await Test.DisposeAsync();
    }
}
