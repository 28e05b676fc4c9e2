using System.Text;
using Npgsql;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deaths;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Due;
using TemplateWorker.Storage.Feeding;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.Idempotency;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Maintenance;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Results;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.Storage.Usage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>Runs every statement of Storage once a round, for <see cref="PlanWorld.Subject"/>, as the program would.</summary>
/// <param name="other">A session of another program's.</param>
internal sealed class EveryStatement(Database database, NpgsqlConnection other, TestDatabase test) : IDisposable
{
    private const int MaxQueued = 200;
    private const int ManyKeys = 2_000;

    private static readonly TenantId Subject = PlanWorld.Subject;
    private static readonly TenantId Neighbour = new("guild", "2");
    private static readonly LimitOptions Limits = new() { Default = new TenantLimits { QueuedDeliveries = MaxQueued } };

    // The stores that remember something, as those of the program do.
    private readonly EventStore _events = new(database);
    private readonly DeliveryStore _deliveries = new(database);
    private readonly ExpiryStore _expiry = new(database);
    private readonly DelayStore _delays = new(database);
    private readonly ScheduleStore _schedules = new(database);
    private readonly RunCommitter _committer = new(database);
    private readonly EveryActionStatement _actions = new(database, other, test);
    private readonly Guid _supervisor = Guid.NewGuid();
    private int _round;

    /// <summary>What a template of the tenant needs to be there.</summary>
    public async Task BeginAsync()
    {
        foreach (var tenant in (TenantId[])[Subject, Neighbour])
        {
            await PublishAsync(tenant, "a", "message", StartupStore.EventName, ExpiryStore.EventName);
            await PublishAsync(tenant, "b", "message");
        }
    }

    public async Task RunAsync()
    {
        _round++;
        // As a worker, which looks no further back than to what it knows.
        var low = await test.ReadAsync<long>("select last_value from deliveries_id_seq");
        await TemplatesAsync();
        await KeysAsync();
        await LeasesAsync();
        await DeliveriesAsync(low);
        await TimedWorkAsync();
        await RecordsAsync();
        await BlockedCommitAsync();
        await ServerAsync();
        await EmitAsync();
        await _actions.RunAsync();
        await new EveryAuditedStatement(database).RunAsync(Subject);
        await CleanAsync(low);
    }

    /// <summary>A run that writes thousands of new keys, and one that reads and writes them again.</summary>
    public void WriteManyKeys()
    {
        var names = Enumerable.Range(0, ManyKeys).Select(key => Name($"many{_round} {key}")).ToList();
        for (var run = 0; run < 2; run++)
        {
            var records = new KeyValueStore(database).Read(Subject, names);
            Commit(FinishedRun.Empty(Subject) with
            {
                Writes =
                [
                    .. names.Zip(records, (name, record) => new KeyWrite(name, $"{run}", new KeyRead(name, record?.Version))
                    {
                        Expiry = new KeyExpiry.After(TimeSpan.FromHours(1)),
                    }),
                ],
            });
        }
    }

    public void Dispose()
    {
        _committer.Dispose();
        _actions.Dispose();
    }

    private async Task TemplatesAsync()
    {
        var store = new TemplateStore(database);
        await PublishAsync(Subject, "a", "message", StartupStore.EventName, ExpiryStore.EventName);
        await PublishAsync(Subject, "gone", "message");
        (await store.ActivateAsync(Subject, "a", 1, CancellationToken.None)).ShouldBeOfType<ActivateOutcome.Activated>();
        (await store.DeleteAsync(Subject, "gone", CancellationToken.None)).ShouldBeTrue();
        (await store.ListAsync(Subject, CancellationToken.None)).Count.ShouldBe(2);
        (await store.GetAsync(Subject, "a", CancellationToken.None)).ShouldNotBeNull();
        store.ReadActive(Subject).Templates.Count.ShouldBe(2);
        store.ReadActive(Subject, null, "event").Templates.Count.ShouldBe(2);
        var policies = new PolicyStore(database);
        (await policies.WriteAsync(Subject, "a", new DeliveryPolicy { MaxAttempts = 3 }, CancellationToken.None)).ShouldBeTrue();
        (await policies.ReadAsync(Subject, "a", CancellationToken.None)).ShouldNotBeNull();
        (await policies.WriteAsync(Subject, "a", null, CancellationToken.None)).ShouldBeTrue();
    }

    private async Task KeysAsync()
    {
        var store = new KeyValueStore(database);
        var names = Enumerable.Range(0, 20).Select(key => Name($"own{key}")).ToList();
        foreach (var name in names)
        {
            await store.PutAsync(Subject, name, $"{_round}", TimeSpan.FromHours(1), CancellationToken.None);
        }

        await store.PutAsync(Subject, names[0], "1", CancellationToken.None);
        (await store.GetAsync(Subject, names[0], CancellationToken.None)).ShouldNotBeNull();
        store.Read(Subject, names[..1]).ShouldHaveSingleItem().ShouldNotBeNull();
        store.Read(Subject, names).ShouldAllBe(record => record != null);
        store.List(Subject, new KeyRange(Scopes.None, "own", null, 10)).Records.Count.ShouldBe(10);
        (await store.ListAsync(Subject, new KeyRange(Scopes.None, "own", "own1", 10), CancellationToken.None)).Records.ShouldNotBeEmpty();
        (await store.DeleteAsync(Subject, names[1], CancellationToken.None)).ShouldBeTrue();
        var states = new TenantStateStore(database);
        await states.PutDataAsync(Subject, "{}", CancellationToken.None);
        states.Read(Subject).Version.ShouldNotBeNull();
        (await states.GetAsync(Subject, CancellationToken.None)).Version.ShouldNotBeNull();
        await states.SetBannedAsync(new TenantId("guild", "banned"), _round % 2 == 0, CancellationToken.None);
    }

    private async Task LeasesAsync()
    {
        var leases = new LeaseStore(database);
        await leases.RenewAsync(_supervisor, "s", TimeSpan.FromSeconds(15), CancellationToken.None);
        (await leases.ClaimAsync(_supervisor, [Subject.Slot, Neighbour.Slot], CancellationToken.None)).Count.ShouldBe(2);
        (await leases.ReadAsync(_supervisor, CancellationToken.None)).Count.ShouldBe(2);
        (await leases.ListAsync(CancellationToken.None)).ShouldContain(supervisor => supervisor.Slots == 2);
        await leases.ReleaseAsync(_supervisor, [Subject.Slot, Neighbour.Slot], CancellationToken.None);
        await leases.LeaveAsync(_supervisor, CancellationToken.None);
        await new WakeStore(database).WakeAsync([Subject.Slot], CancellationToken.None);
    }

    private async Task DeliveriesAsync(long low)
    {
        var key = $"event {_round}";
        var accepted = (await _events.AcceptAsync(
            [
                .. Enumerable.Range(0, 6).Select(_ => Event()), Event() with { IdempotencyKey = key, RequestHash = [1] },
                Event() with { Delay = TimeSpan.FromMilliseconds(1) }, Event() with { Delay = TimeSpan.FromHours(1) }, Event() with { Tenant = Neighbour },
            ],
            AcceptMode.EachAlone,
            low,
            CancellationToken.None)).Select(outcome => outcome.ShouldBeOfType<AcceptOutcome.Accepted>()).ToList();
        await _events.AcceptAsync([Event() with { IdempotencyKey = key, RequestHash = [1] }], AcceptMode.AllOrNothing, low, CancellationToken.None);
        _deliveries.CountQueued(Subject, MaxQueued).ShouldBeGreaterThan(0);

        var ofA = accepted.SelectMany(outcome => outcome.Ready).Where(delivery => delivery.Template == "a").Select(delivery => delivery.Id).ToList();
        await FeedAsync(low, ofA);
        await EndAsync(ofA);
        await OperateAsync(low, ofA);
        var keys = new IdempotencyStore(database);
        keys.ReadEventId(Subject, key).ShouldNotBeNull();
        keys.Read(Subject, $"run {_round}").ShouldNotBeEmpty();
        (await keys.ForgetAsync(Subject, key, CancellationToken.None)).ShouldBeTrue();
        await keys.DeleteExpiredAsync(TimeSpan.FromHours(24), 1_000, CancellationToken.None);
    }

    private async Task FeedAsync(long low, List<long> ofA)
    {
        var feed = new DeliveryFeed(database);
        var lane = new LaneName(Subject, "a");
        var slots = Enumerable.Range(0, TenantId.SlotCount).Select(slot => new SlotCursor(slot, low)).ToList();
        (await feed.ReadHeadsAsync(slots, CancellationToken.None)).ShouldNotBeEmpty();
        (await feed.ReadTailsAsync([slots[Subject.Slot]], 10, CancellationToken.None)).Deliveries.ShouldNotBeEmpty();
        (await feed.ReadLanesAsync([new LaneCursor(lane, low, 5)], CancellationToken.None)).Deliveries.Count.ShouldBe(5);
        (await feed.ReadPassedAsync([new SlotRange(Subject.Slot, low, ofA[^1])], CancellationToken.None)).ShouldNotBeEmpty();
        (await feed.ReadPassedAsync([new LaneRange(lane, low, ofA[^1])], CancellationToken.None)).ShouldNotBeEmpty();
        (await feed.ReadAsync([new DeliveryPlace(Subject.Slot, ofA[0])], CancellationToken.None)).Deliveries.ShouldHaveSingleItem();
        await feed.ReadPositionAsync(CancellationToken.None);
        (await feed.SweepAsync(slots, 1_000, CancellationToken.None)).Places.ShouldNotBeEmpty();
        await feed.ReadHoldsAsync([Subject.Slot], CancellationToken.None);
        await feed.ReadBannedAsync([Subject, Neighbour], CancellationToken.None);
    }

    /// <summary>Each way in which a delivery ends, with all that a run can do.</summary>
    private async Task EndAsync(List<long> ofA)
    {
        var fence = await test.ReadAsync<long>($"select fence from slots where slot = {Subject.Slot}");
        var names = Enumerable.Range(0, 10).Select(key => Name($"run{key}")).ToList();
        var store = new KeyValueStore(database);
        var range = new KeyRange(Scopes.None, "run", null, 5);
        var state = new TenantStateStore(database).Read(Subject);
        var records = store.Read(Subject, names);
        var returned = Guid.CreateVersion7();
        var run = FinishedRun.Empty(Subject) with
        {
            Fence = new SlotFence(Subject.Slot, fence),
            Reads = [new KeyRead(Name("absent"), null)],
            Ranges = [new RangeRead(range, store.List(Subject, range).Fingerprint)],
            Writes =
            [
                .. names.Select((name, i) => new KeyWrite(name, _round % 3 == 0 && i == 9 ? null : $"{_round}", new KeyRead(name, records[i]?.Version))
                {
                    Expiry = i % 2 == 0 ? new KeyExpiry.After(TimeSpan.FromHours(1)) : new KeyExpiry.Cleared(),
                }),
            ],
            StateRead = new StateRead(state.Version),
            StateWriteJson = $$"""{"round":{{_round}}}""",
            Idempotency = new IdempotencyEntry
            {
                Key = $"run {_round}",
                Template = "a",
                EventId = Guid.NewGuid(),
                RequestHash = [1],
                Templates = ["a"],
                ResultJson = "1",
            },
            Emits =
            [
                new EmittedEvent { EventId = Guid.NewGuid(), Name = "message", DataJson = "1", Hops = 1, Key = $"emitted {_round}" },
                new EmittedEvent { EventId = Guid.NewGuid(), Name = "message", DataJson = "1", Hops = 1, Delay = TimeSpan.FromHours(1) },
            ],
            Schedules = [new ScheduleWrite("of run", Daily()), new ScheduleWrite("none", null)],
            Delivery = new DeliveryEnd.Done { Id = ofA[0], Attempt = 0 },
            Earlier = [],
            Result = new KeptResult("1", 1),
            History = Entry() with { EventId = returned, Delivery = ofA[0] },
        };
        Commit(run);
        var results = new EventResultStore(database);
        (await results.ReadAsync(Subject, returned, CancellationToken.None)).ShouldHaveSingleItem().Result.ShouldNotBeNull();
        (await results.FindGoneAsync([(Subject.Slot, ofA[0]), (Subject.Slot, ofA[1])], CancellationToken.None)).ShouldBe([ofA[0]]);
        await results.DeleteExpiredAsync(TimeSpan.FromHours(24), 1_000, CancellationToken.None);
        foreach (var end in (DeliveryEnd[])
        [
            new DeliveryEnd.Retry { Id = ofA[1], Attempt = 0, Delay = TimeSpan.Zero, Failure = Failure() },
            new DeliveryEnd.Dead { Id = ofA[2], Attempt = 0, Failure = Failure() },
            new DeliveryEnd.Park { Id = ofA[3], Attempt = 0, Failure = Failure() },
        ])
        {
            Commit(FinishedRun.Empty(Subject) with { Delivery = end, History = Entry() });
        }

        var died = new DeathNotice(Subject.Slot, ofA[4], 0, Failure()) { Rest = TimeSpan.FromSeconds(1) };
        (await new DeathStore(database).CountAsync([died], CancellationToken.None)).ShouldHaveSingleItem();
    }

    private async Task OperateAsync(long low, List<long> ofA)
    {
        var filter = new DeliveryFilter { Tenant = Subject, After = low, Limit = 20 };
        (await _deliveries.ListAsync(filter, CancellationToken.None)).ShouldNotBeEmpty();
        (await _deliveries.ReadAsync(Subject, ofA[1], CancellationToken.None)).ShouldNotBeNull();
        await test.ExecuteAsync($$"""
            update deliveries set failures = (
                select jsonb_agg(jsonb_build_object('attempt', n, 'at', now(), 'reason', 'r', 'message', 'm', 'stack', null, 'worker', 'w', 'wall_ms', 1))
                from generate_series(1, {{AttemptFailure.MostKept}}) n)
            where slot = {{Subject.Slot}} and id = {{ofA[1]}}
            """);
        (await _deliveries.ReadAsync(Subject, ofA[1], CancellationToken.None)).ShouldNotBeNull();
        (await _deliveries.ReplayAsync(filter with { Ids = [ofA[2], ofA[3]] }, MaxQueued, CancellationToken.None)).Count.ShouldBeGreaterThan(0);
        (await _deliveries.DropAsync(filter with { Ids = [ofA[1], ofA[4]] }, CancellationToken.None)).ShouldBe(2);
        var lanes = new LaneStore(database);
        (await lanes.PauseAsync(Subject, "a", CancellationToken.None)).ShouldBe(LaneChange.Changed);
        (await lanes.ListAsync(Subject, CancellationToken.None)).Lanes.ShouldNotBeEmpty();
        (await lanes.ResumeAsync(Subject, "a", CancellationToken.None)).ShouldBe(LaneChange.Changed);
        (await _deliveries.DropAsync(filter with { State = DeliveryState.Queued, Limit = 1_000 }, CancellationToken.None)).ShouldBeGreaterThan(0);
    }

    private async Task TimedWorkAsync()
    {
        await _delays.UntilNextAsync(CancellationToken.None);
        await test.ExecuteAsync("update delayed_deliveries set due_at = now() - interval '1 second' where due_at < now() + interval '2 hours'");
        (await _delays.PromoteAsync(100, CancellationToken.None)).ShouldBeGreaterThan(0);

        await test.ExecuteAsync("update tenant_kv_expiry set expires_at = now() - interval '1 second' where owner_type = 'guild' and owner_id = '1' and key like 'own%'");
        await _expiry.UntilNextAsync(CancellationToken.None);
        (await _expiry.SweepAsync(100, Limits, CancellationToken.None)).Settled.ShouldBeGreaterThan(0);

        (await _schedules.WriteAsync(Subject, "daily", Daily(), 100, CancellationToken.None)).ShouldBeOfType<ScheduleOutcome.Written>();
        await test.ExecuteAsync("update schedules set next_at = now() - interval '1 second' where owner_type = 'guild' and owner_id = '1' and name = 'daily'");
        await _schedules.UntilNextAsync(CancellationToken.None);
        var due = await _schedules.ReadDueAsync(100, CancellationToken.None);
        var moves = due.Schedules.Select(schedule => new ScheduleMove(schedule, [schedule.NextAt], schedule.NextAt.AddDays(1)) { MaxQueued = MaxQueued }).ToList();
        (await _schedules.MoveAsync(moves, CancellationToken.None)).Moved.ShouldBe(1);
        await _schedules.ReadClockAsync(CancellationToken.None);
        _schedules.ReadNames(Subject).Names.ShouldNotBeEmpty();
        (await _schedules.ListAsync(Subject, null, 10, CancellationToken.None)).ShouldNotBeEmpty();
        (await _schedules.ReadAsync(Subject, "daily", CancellationToken.None)).ShouldNotBeNull();
        (await _schedules.DeleteAsync(Subject, "daily", CancellationToken.None)).ShouldBeTrue();

        var startup = new StartupStore(database);
        var tenants = await startup.ListAsync(null, 10, CancellationToken.None);
        await startup.ListAsync(tenants[^1], 10, CancellationToken.None);
        (await startup.TellAsync(tenants, "{}", Limits, CancellationToken.None)).ShouldBeGreaterThan(0);
    }

    private async Task RecordsAsync()
    {
        var logs = new LogStore(database);
        await logs.WriteAsync(
            [new LogLine { Tenant = Subject, Template = "a", RunId = Guid.NewGuid(), Severity = LogSeverity.Info, Text = "t", LoggedAt = TimeProvider.System.GetUtcNow() }],
            CancellationToken.None);
        (await logs.ListAsync(new LogFilter { Tenant = Subject, Limit = 10 }, CancellationToken.None)).ShouldNotBeEmpty();
        (await new HistoryStore(database).ListAsync(new HistoryFilter { Tenant = Subject, Limit = 10 }, CancellationToken.None)).ShouldNotBeEmpty();
        var usage = new UsageStore(database);
        (await usage.ReadAsync(Subject, Limits.Default, CancellationToken.None)).Templates.ShouldBe(2);
        var first = await usage.SearchAsync(new TenantSearch { Limit = 2 }, CancellationToken.None);
        await usage.SearchAsync(new TenantSearch { After = first[^1].Tenant }, CancellationToken.None);
        (await usage.SearchAsync(new TenantSearch { OwnerType = Subject.OwnerType, IdPrefix = Subject.OwnerId, Limit = 10 }, CancellationToken.None)).ShouldNotBeEmpty();
        await test.ExecuteAsync("update tenant_usage set counted_at = 'epoch' where owner_type = 'guild' and owner_id = '1'");
        (await usage.RecountAsync(TimeSpan.FromHours(24), 2, CancellationToken.None)).Compared.ShouldBe(2);
        var maintenance = new MaintenanceStore(database);
        await maintenance.MakePartitionsAsync(CancellationToken.None);
        await maintenance.DropPartitionsAsync(TimeSpan.FromDays(30), TimeSpan.FromDays(30), TimeSpan.FromDays(365), CancellationToken.None);
        await maintenance.ForgetTokensAsync(TimeSpan.FromDays(365), CancellationToken.None);
        await maintenance.ForgetSupervisorsAsync(TimeSpan.FromHours(1), CancellationToken.None);
    }

    /// <summary>A commit that meets a tenant which another session holds.</summary>
    private async Task BlockedCommitAsync()
    {
        await using var outside = await test.ConnectAsync();
        await using var transaction = await outside.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"select pg_advisory_xact_lock({TenantLock.KeyOf(Neighbour)})", outside, transaction))
        {
            await hold.ExecuteNonQueryAsync();
        }

        using var committer = new RunCommitter(database);
        var verdicts = committer.Commit([Put(Subject), Put(Neighbour)]).Verdicts;
        verdicts[0].ShouldBeOfType<RunVerdict.Committed>();
        verdicts[1].ShouldBeOfType<RunVerdict.Blocked>();
    }

    private async Task ServerAsync()
    {
        await ServerCapacity.ReadAsync(database, CancellationToken.None);
        await new QueueLimitStore(database).WriteAsync(Limits, CancellationToken.None);
        await new WriteCheck(database).RequireAsync(withDisk: false, CancellationToken.None);
    }

    /// <summary>From a session that is not ours, as other programs do.</summary>
    private async Task EmitAsync()
    {
        await using var emit = new NpgsqlCommand("select template_worker_emit('guild', '2', 'message') from generate_series(1, 3)", other);
        await emit.ExecuteNonQueryAsync();
    }

    private async Task CleanAsync(long low)
    {
        foreach (var state in (DeliveryState[])[DeliveryState.Queued, DeliveryState.Delayed])
        {
            await _deliveries.DropAsync(new DeliveryFilter { Tenant = Subject, State = state, After = low, Limit = 1_000 }, CancellationToken.None);
            await _deliveries.DropAsync(new DeliveryFilter { Tenant = Neighbour, State = state, After = low, Limit = 1_000 }, CancellationToken.None);
        }
    }

    private void Commit(FinishedRun run) => _committer.Commit([run]).Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();

    private Task<PublishOutcome> PublishAsync(TenantId tenant, string template, params string[] events) => new TemplateStore(database).PublishAsync(
        tenant,
        new TemplateContent
        {
            Name = template,
            Files = new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = $"// {_round}" },
            SettingsJson = "{}",
            Subscriptions = events,
        },
        Limits.Default,
        CancellationToken.None);

    private static NewEvent Event() => new()
    {
        Tenant = Subject,
        EventId = Guid.NewGuid(),
        Name = "message",
        Data = Encoding.UTF8.GetBytes("{}"),
        MaxQueued = MaxQueued,
        WantsPriors = true,
    };

    private static FinishedRun Put(TenantId tenant) => FinishedRun.Empty(tenant) with { Writes = [new KeyWrite(Name("put"), "1", Read: null)] };

    private static KeyName Name(string key) => new(Scopes.None, key);

    private static ScheduleContent Daily() => new()
    {
        Cron = "0 0 * * *",
        TimeZone = "UTC",
        EventName = "message",
        DataJson = "{}",
        CatchUp = CatchUp.None,
        Template = null,
        NextAt = TimeProvider.System.GetUtcNow().AddDays(1),
    };

    private static AttemptFailure Failure() => new() { Reason = "Error", Message = "m", Stack = null, Worker = "w", Wall = TimeSpan.FromMilliseconds(1) };

    private static HistoryEntry Entry() => new()
    {
        Template = "a",
        Version = 1,
        EventId = Guid.NewGuid(),
        EventName = "message",
        Delivery = null,
        Attempt = 1,
        Outcome = RunOutcome.Done,
        StartedAt = TimeProvider.System.GetUtcNow(),
        Wall = TimeSpan.FromMilliseconds(1),
        Cpu = TimeSpan.FromMilliseconds(1),
        Worker = "w",
    };
}
