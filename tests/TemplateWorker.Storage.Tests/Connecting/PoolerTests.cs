using Microsoft.Extensions.Logging;
using Npgsql;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.Tests.Committing;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>A real PgBouncer in transaction mode, with fewer sessions than we have connections.</summary>
// What a pooler does to our sessions.
[Trait(ServerScope.Name, ServerScope.AnyVersion)]
public sealed class PoolerTests
{
    private const int Sessions = 2;

    [PoolerFact]
    public async Task Many_committers_share_few_sessions_and_every_run_is_there_once()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);
        await using var pooler = await TestPooler.StartAsync(test, Sessions);
        await using var pooled = await pooler.OpenAsync(8);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(committer => Task.Run(() => CommitCounts(pooled, committer))));

        var sums = await test.ReadTextsAsync("select owner_id || '=' || value from tenant_kv order by owner_id");
        sums.ShouldBe(["0=40", "1=40", "2=40", "3=40", "4=40"]);
    }

    [PoolerFact]
    public async Task A_run_that_waited_for_its_tenant_sees_what_was_written_meanwhile_whatever_isolation_the_database_has()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var pooler = await TestPooler.StartAsync(test, Sessions);
        await using var pooled = await pooler.OpenAsync(8);

        // A start refuses it; it may be set later.
        await test.ExecuteAsync($"alter database {test.Name} set default_transaction_isolation = 'repeatable read'");
        await test.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        pooled.DropConnections();
        test.Database.DropConnections();
        var keys = new KeyValueStore(test.Database);
        await keys.PutAsync(RunWorld.Tenant(1), RunWorld.Name("limit"), "100", CancellationToken.None);
        var read = new KeyRead(RunWorld.Name("limit"), keys.Read(RunWorld.Tenant(1), [RunWorld.Name("limit")])[0]!.Version);
        await using var outside = await test.ConnectAsync();
        await using var hold = new NpgsqlCommand(
            $"begin; select pg_advisory_xact_lock({TenantLock.KeyOf(RunWorld.Tenant(1))}); update tenant_kv set value = '0'", outside);
        await hold.ExecuteNonQueryAsync();
        using var committer = new RunCommitter(pooled, TimeProvider.System, patience: TimeSpan.FromMinutes(1));

        var commit = Task.Run(() => committer.Commit([RunWorld.Put(1, "order", "100") with { Reads = [read] }, RunWorld.Put(2, "a", "1")]).Verdicts);
        await Waiting.UntilAsync(
            async () => await test.ReadAsync<long>($"select count(*) from pg_stat_activity where {outside.ProcessID} = any (pg_blocking_pids(pid))") > 0,
            "a committer that waits for the tenant");
        await using var release = new NpgsqlCommand("commit", outside);
        await release.ExecuteNonQueryAsync();

        var verdicts = await commit;
        verdicts[0].ShouldBeOfType<RunVerdict.Stale>();
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
    }

    [PoolerFact]
    public async Task Events_are_accepted_and_slots_are_leased_through_it()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var pooler = await TestPooler.StartAsync(test, Sessions);
        await using var pooled = await pooler.OpenAsync(8);
        var tenant = new TenantId("guild", "1");
        await new TemplateStore(pooled).PublishAsync(
            tenant,
            new TemplateContent
            {
                Name = "a",
                Files = new Dictionary<string, string> { ["index.js"] = "" },
                SettingsJson = "{}",
                Subscriptions = ["message"],
            },
            new TenantLimits(),
            CancellationToken.None);
        var events = new EventStore(pooled);
        var supervisor = Guid.NewGuid();
        var leases = new LeaseStore(pooled);

        await leases.RenewAsync(supervisor, "a", TimeSpan.FromMinutes(1), CancellationToken.None);
        (await leases.ClaimAsync(supervisor, [tenant.Slot], CancellationToken.None)).ShouldHaveSingleItem();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => events.AcceptAsync(
            [TemplateWorker.Storage.Tests.Support.LaneWorld.Event(tenant)], AcceptMode.EachAlone, 0, CancellationToken.None)));

        (await test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(20);
        (await leases.RenewAsync(supervisor, "a", TimeSpan.FromMinutes(1), CancellationToken.None)).SlotCount.ShouldBe(1);
    }

    [PoolerFact]
    public async Task A_pooler_in_transaction_mode_that_the_options_do_not_mention_is_refused()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await using var pooler = await TestPooler.StartAsync(test, Sessions);

        var refusal = await Should.ThrowAsync<StorageException>(Database.OpenAsync(
            new DatabaseOptions { ConnectionString = pooler.ConnectionString, MaxConnections = 4 }, CancellationToken.None));

        refusal.Fault.ShouldBe(StorageFault.PoolerUnannounced);
        refusal.Message.ShouldContain("meta.direct_postgres_url");
    }

    [PoolerFact]
    public async Task A_pooler_in_session_mode_needs_no_mention_and_our_settings_hold()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync($"alter database {test.Name} set statement_timeout = '5s'");
        await using var pooler = await TestPooler.StartAsync(test, sessions: 4, mode: "session");

        await using var database = await Database.OpenAsync(
            new DatabaseOptions { ConnectionString = pooler.ConnectionString, MaxConnections = 4 }, CancellationToken.None);

        (await SessionSetting.ReadAsync(database, "statement_timeout")).ShouldBe("1min");
    }

    [PoolerTheory]
    [InlineData("statement_timeout = '2s'", "statement_timeout of role")]
    [InlineData("default_transaction_isolation = 'serializable'", "default_transaction_isolation of role")]
    public async Task Behind_a_pooler_a_setting_that_we_cannot_override_is_refused(string setting, string words)
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync($"alter database {test.Name} set {setting}");
        await using var pooler = await TestPooler.StartAsync(test, Sessions);

        var refusal = await Should.ThrowAsync<StorageException>(pooler.OpenAsync(4));

        refusal.Fault.ShouldBe(StorageFault.SettingUnfit);
        refusal.Message.ShouldContain(words);
    }

    [PoolerFact]
    public async Task A_listener_that_can_hear_nothing_says_so_once_and_assumes_from_then_on_that_anything_may_have_changed()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var pooler = await TestPooler.StartAsync(test, Sessions);
        await using var pooled = await pooler.OpenAsync(4);
        using var stopping = new CancellationTokenSource();
        var log = new WarningLog();
        var resets = 0;
        var twice = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = new ChangeListener(pooled, TimeProvider.System, log).RunAsync(
            new ChangeHandlers
            {
                TenantChanged = _ => { },
                LanesChanged = _ => { },
                SlotsMoved = () => { },
                Reset = () =>
                {
                    if (++resets == 2)
                    {
                        twice.SetResult();
                    }
                },
            },
            stopping.Token);

        await twice.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        log.Warnings.ShouldHaveSingleItem().ShouldContain("meta.direct_postgres_url");
        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
    }

    /// <summary>Counts up a key of each of five tenants, eight times, one tenant per group and all committers at once.</summary>
    private static void CommitCounts(Database pooled, int committer)
    {
        using var runs = new RunCommitter(pooled);
        var keys = new KeyValueStore(pooled);
        for (var i = 0; i < 40; i++)
        {
            var tenant = RunWorld.Tenant((committer + i) % 5);
            RunVerdict verdict;
            do
            {
                var read = keys.Read(tenant, [RunWorld.Name("count")])[0];
                var seen = new KeyRead(RunWorld.Name("count"), read?.Version);
                var next = read is null ? 1 : int.Parse(read.Json) + 1;
                verdict = runs.Commit([RunWorld.Run((committer + i) % 5) with
                {
                    Reads = [seen],
                    Writes = [new KeyWrite(RunWorld.Name("count"), $"{next}", seen)],
                }]).Verdicts[0];
            }
            while (verdict is RunVerdict.Stale or RunVerdict.Blocked);

            verdict.ShouldBeOfType<RunVerdict.Committed>();
        }
    }

    private sealed class WarningLog : ILogger<ChangeListener>
    {
        private readonly List<string> _warnings = [];

        public IReadOnlyList<string> Warnings
        {
            get
            {
                lock (_warnings)
                {
                    return [.. _warnings];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
            {
                lock (_warnings)
                {
                    _warnings.Add(formatter(state, exception));
                }
            }
        }
    }
}
