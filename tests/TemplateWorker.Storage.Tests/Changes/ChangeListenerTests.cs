using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Changes;

public sealed class ChangeListenerTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task Every_connection_begins_with_a_reset()
    {
        await using var listening = await Listening.StartAsync();

        (await listening.NextAsync()).ShouldBe("reset");
    }

    [DatabaseFact]
    public async Task Publishing_activating_deleting_and_banning_are_heard()
    {
        await using var listening = await Listening.StartAsync();
        var templates = new TemplateStore(listening.Test.Database);
        var states = new TenantStateStore(listening.Test.Database);
        await listening.NextAsync();

        await PublishAsync(templates, "1");
        (await listening.NextAsync()).ShouldBe("guild:1");
        await PublishAsync(templates, "2");
        (await listening.NextAsync()).ShouldBe("guild:1");
        await templates.ActivateAsync(Tenant, "a", 1, CancellationToken.None);
        (await listening.NextAsync()).ShouldBe("guild:1");
        await templates.DeleteAsync(Tenant, "a", CancellationToken.None);
        (await listening.NextAsync()).ShouldBe("guild:1");
        await states.SetBannedAsync(new TenantId("user", "2"), true, CancellationToken.None);
        (await listening.NextAsync()).ShouldBe("user:2");
        await states.SetBannedAsync(new TenantId("user", "2"), false, CancellationToken.None);
        (await listening.NextAsync()).ShouldBe("user:2");
    }

    [DatabaseFact]
    public async Task What_changes_nothing_that_a_worker_has_loaded_is_not_heard()
    {
        await using var listening = await Listening.StartAsync();
        var templates = new TemplateStore(listening.Test.Database);
        var states = new TenantStateStore(listening.Test.Database);
        await PublishAsync(templates, "1");
        await listening.NextAsync();
        await listening.NextAsync();

        await PublishAsync(templates, "1");
        await templates.ActivateAsync(Tenant, "a", 1, CancellationToken.None);
        await states.PutDataAsync(Tenant, "1", CancellationToken.None);
        await states.PutDataAsync(Tenant, "2", CancellationToken.None);
        await states.SetBannedAsync(Tenant, false, CancellationToken.None);
        await listening.Test.ExecuteAsync("delete from tenant_state");

        await listening.MarkAsync();
        (await listening.NextAsync()).ShouldBe("mark:1");
    }

    [DatabaseFact]
    public async Task Changes_by_plain_SQL_are_heard_once_per_tenant_and_transaction()
    {
        await using var listening = await Listening.StartAsync();
        await listening.NextAsync();

        await listening.Test.ExecuteAsync("""
            insert into tenant_state (owner_type, owner_id, banned) select 'guild', t::text, true from generate_series(1, 3) t;
            update tenant_state set banned = false;
            update tenant_state set banned = true;
            """);

        await listening.MarkAsync();
        (await listening.NextAsync()).ShouldBe("guild:1");
        (await listening.NextAsync()).ShouldBe("guild:2");
        (await listening.NextAsync()).ShouldBe("guild:3");
        (await listening.NextAsync()).ShouldBe("mark:1");
    }

    [DatabaseFact]
    public async Task An_owner_too_long_for_a_notification_does_not_keep_the_operator_from_writing()
    {
        await using var listening = await Listening.StartAsync();
        await listening.NextAsync();

        await listening.Test.ExecuteAsync(
            "insert into tenant_state (owner_type, owner_id, banned) select 'guild', string_agg(md5(i::text), ''), true from generate_series(1, 70) i");
        await listening.Test.ExecuteAsync("insert into tenant_state (owner_type, owner_id, banned) values ('a:b', 'c', true)");
        await listening.Test.ExecuteAsync("notify template_worker_tenant, 'no tenant'");

        await listening.MarkAsync();
        // The first colon ends the owner's type, so this row reads as a tenant a:"b:c"; nobody has that one loaded.
        (await listening.NextAsync()).ShouldBe("a:b:c");
        (await listening.NextAsync()).ShouldBe("mark:1");
    }

    [DatabaseFact]
    public async Task After_a_lost_connection_it_listens_again_and_begins_with_a_reset()
    {
        await using var listening = await Listening.StartAsync();
        await listening.NextAsync();

        for (var loss = 0; loss < 2; loss++)
        {
            (await listening.Test.ReadAsync<long>("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and query = 'listen template_worker_echo'
                """)).ShouldBe(1);
            (await listening.NextAsync()).ShouldBe("reset");
            await listening.MarkAsync();
            (await listening.NextAsync()).ShouldBe("mark:1");
        }
    }

    [DatabaseFact]
    public async Task A_silent_connection_is_asked_whether_it_still_is_one()
    {
        await using var listening = await Listening.StartAsync(TimeSpan.FromMilliseconds(20));
        await listening.NextAsync();

        await Waiting.UntilAsync(
            async () => await listening.Test.ReadAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and query = 'select 1'") > 0,
            "the question");

        await listening.MarkAsync();
        (await listening.NextAsync()).ShouldBe("mark:1");
    }

    [DatabaseFact]
    public async Task Lanes_and_slots_are_heard_of_and_what_is_none_is_not()
    {
        await using var listening = await Listening.StartAsync();
        await listening.NextAsync();

        await listening.Test.ExecuteAsync("""
            notify template_worker_wake, '0,300,4095';
            notify template_worker_wake, '';
            notify template_worker_wake, '4096,-1,x';
            notify template_worker_wake, '7,4096';
            notify template_worker_slots
            """);

        (await listening.NextAsync()).ShouldBe("slots 0 300 4095");
        (await listening.NextAsync()).ShouldBe("slots 7");
        (await listening.NextAsync()).ShouldBe("moved");
    }

    [Fact]
    public void Waits_between_attempts_double_up_to_a_bound() =>
        Enumerable.Range(0, 10).Select(failures => ReconnectDelay.After(failures).TotalSeconds)
            .ShouldBe([0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 6.4, 6.4]);

    private static Task<PublishOutcome> PublishAsync(TemplateStore store, string source) => store.PublishAsync(
        Tenant,
        new TemplateContent
        {
            Name = "a",
            Files = new Dictionary<string, string> { ["index.js"] = source },
            SettingsJson = "{}",
            Subscriptions = [],
        },
        new TenantLimits(),
        CancellationToken.None);

    /// <summary>A listener at work on a database of its own, and what it has heard so far.</summary>
    private sealed class Listening : IAsyncDisposable
    {
        private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);

        private readonly CancellationTokenSource _stopping = new();
        private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
        private readonly Task _run;

        private Listening(TestDatabase test, TimeSpan keepAlive)
        {
            Test = test;
            var listener = new ChangeListener(
                test.Database, TimeProvider.System, NullLogger<ChangeListener>.Instance, keepAlive);
            _run = listener.RunAsync(
                new ChangeHandlers
                {
                    TenantChanged = tenant => _heard.Writer.TryWrite(tenant.ToString()),
                    LanesChanged = slots => _heard.Writer.TryWrite($"slots {string.Join(' ', slots)}"),
                    SlotsMoved = () => _heard.Writer.TryWrite("moved"),
                    Reset = () => _heard.Writer.TryWrite("reset"),
                },
                _stopping.Token);
        }

        public TestDatabase Test { get; }

        public static Task<Listening> StartAsync() => StartAsync(TimeSpan.FromSeconds(30));

        public static async Task<Listening> StartAsync(TimeSpan keepAlive) => new(await TestDatabase.CreateAsync(), keepAlive);

        public async Task<string> NextAsync()
        {
            using var timeout = new CancellationTokenSource(UnexpectedTimeout);
            return await _heard.Reader.ReadAsync(timeout.Token);
        }

        /// <summary>Lets the listener hear of a tenant called mark:1, behind everything that happened so far.</summary>
        public Task MarkAsync() => Test.ExecuteAsync("notify template_worker_tenant, 'mark:1'");

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => _run);
            _stopping.Dispose();
            await Test.DisposeAsync();
        }
    }
}
