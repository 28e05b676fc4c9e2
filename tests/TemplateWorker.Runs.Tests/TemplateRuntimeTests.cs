using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests;

public sealed class TemplateRuntimeTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task A_tenant_that_nobody_has_heard_of_answers_like_one_without_templates()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();

        var outcome = await fixture.SendAsync(Tenant, "hello");

        outcome.ShouldBeOfType<EventOutcome.Finished>().Runs.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Templates_run_in_the_order_of_their_names_each_in_a_transaction_of_its_own()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "b", "on('e', () => kv.increment('n'));", "e");
        await fixture.PublishAsync(Tenant, "a", "on('e', () => { kv.increment('n'); throw new Error('undone'); });", "e");
        await fixture.PublishAsync(Tenant, "c", "on('e', () => kv.increment('n'));", "e");

        var runs = (await fixture.SendAsync(Tenant, "e")).ShouldBeOfType<EventOutcome.Finished>().Runs;

        runs.Select(run => (run.Template, run.ResultJson)).ShouldBe([("a", null), ("b", "1"), ("c", "2")]);
        runs[0].Failure!.Message.ShouldBe("Error: undone");
    }

    [DatabaseFact]
    public async Task A_tenant_that_waits_behind_a_long_run_moves_to_another_thread()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(threads: 2, new TenantLimits { CpuTime = TimeSpan.FromSeconds(5), WallTime = TimeSpan.FromMinutes(1) });
        var hog = new TenantId("guild", "hog");
        await fixture.PublishAsync(hog, "loop", "on('spin', () => { for (;;) {} });", "spin");
        var neighbours = Enumerable.Range(0, 16).Select(i => new TenantId("guild", $"neighbour-{i}")).ToArray();
        foreach (var neighbour in neighbours)
        {
            await fixture.PublishAsync(neighbour, "count", "on('e', () => kv.increment('n'));", "e");
            (await fixture.RunAsync(neighbour, "e")).ResultJson.ShouldBe("1");
        }

        var spinning = fixture.RunAsync(hog, "spin");
        await fixture.UntilRunningAsync(hog);
        var reports = await Task.WhenAll(neighbours.Select(neighbour => fixture.RunAsync(neighbour, "e")));

        reports.ShouldAllBe(report => report.ResultJson == "2");
        spinning.IsCompleted.ShouldBeFalse("sixteen tenants, half of them on the loop's thread, did not wait for its end");
        (await spinning).Failure!.Reason.ShouldBe("CpuLimit");
    }

    [DatabaseTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tenants_that_ask_for_little_do_not_wait_for_five_that_compute_for_ever(int threads)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(threads, new TenantLimits { CpuTime = TimeSpan.FromSeconds(1), WallTime = TimeSpan.FromMinutes(1) });
        var hogs = Enumerable.Range(0, 5).Select(i => new TenantId("guild", $"hog-{i}")).ToArray();
        foreach (var hog in hogs)
        {
            await fixture.PublishAsync(hog, "loop", "on('spin', () => { for (;;) {} });", "spin");
        }

        var modest = new TenantId("guild", "modest");
        await fixture.PublishAsync(modest, "count", "on('e', () => kv.increment('n'));", "e");
        var spinning = hogs.Select(hog => fixture.RunAsync(hog, "spin")).ToArray();
        foreach (var hog in hogs)
        {
            await fixture.UntilRunningAsync(hog);
        }

        for (var i = 1; i <= 10; i++)
        {
            (await fixture.RunAsync(modest, "e")).ResultJson.ShouldBe($"{i}");
        }

        spinning.ShouldAllBe(spin => !spin.IsCompleted);
        (await Task.WhenAll(spinning)).ShouldAllBe(report => report.Failure!.Reason == "CpuLimit");
    }

    [DatabaseFact]
    public async Task A_thread_that_sleeps_is_roused_by_tenants_that_come_to_wait_for_another()
    {
        // Shorter than the sleep, so that only a thread which was roused comes before the loop's end.
        var loop = WarmTenants.SweepInterval * 0.8;
        await using var fixture = await RuntimeFixture.CreateAsync(threads: 2, new TenantLimits { CpuTime = loop });
        var hog = new TenantId("guild", "hog");
        await fixture.PublishAsync(hog, "loop", "on('spin', () => { for (;;) {} });", "spin");
        var others = Enumerable.Range(0, 32).Select(i => new TenantId("guild", $"other-{i}")).ToLookup(other => ThreadOf(other) == ThreadOf(hog));
        var sleeper = others[false].First();
        var behind = others[true].Take(4).ToArray();
        foreach (var tenant in behind.Append(sleeper))
        {
            await fixture.PublishAsync(tenant, "count", "on('e', () => kv.increment('n'));", "e");
        }

        await fixture.RunAsync(sleeper, "e");
        var spinning = fixture.RunAsync(hog, "spin");
        var counting = Task.WhenAll(behind.Select(tenant => fixture.RunAsync(tenant, "e")));

        (await Task.WhenAny(spinning, counting)).ShouldBe(counting);
        (await spinning).Failure!.Reason.ShouldBe("CpuLimit");

        static int ThreadOf(TenantId tenant) => ScriptThreads.NumberOf(tenant, threads: 2);
    }

    [DatabaseFact]
    public async Task A_tenant_that_moved_goes_on_where_it_was()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(threads: 2, new TenantLimits { CpuTime = TimeSpan.FromMilliseconds(400) });
        var hogs = Enumerable.Range(0, 2).Select(i => new TenantId("guild", $"hog-{i}")).ToArray();
        var tenants = Enumerable.Range(0, 8).Select(i => new TenantId("guild", $"t-{i}")).ToArray();
        foreach (var hog in hogs)
        {
            await fixture.PublishAsync(hog, "loop", "on('spin', () => { for (;;) {} });", "spin");
        }

        foreach (var tenant in tenants)
        {
            await fixture.PublishAsync(tenant, "count", "on('e', () => kv.increment('n'));", "e");
        }

        var spinning = Task.WhenAll(Enumerable.Range(0, 6).Select(i => fixture.RunAsync(hogs[i % 2], "spin")));
        var counting = Task.WhenAll(tenants.SelectMany(tenant => Enumerable.Range(0, 25).Select(_ => fixture.RunAsync(tenant, "e"))));
        await Task.WhenAll(spinning, counting);

        foreach (var tenant in tenants)
        {
            (await fixture.RunAsync(tenant, "e")).ResultJson.ShouldBe("26");
        }
    }

    [DatabaseFact]
    public async Task A_call_that_is_cancelled_while_it_runs_writes_nothing()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "loop", "on('spin', () => { kv.set('k', 1); for (;;) {} }); on('get', () => kv.get('k') ?? 'absent');", "spin", "get");

        var spinning = fixture.SendAsync(callId: 1_000, Tenant, "spin");
        await fixture.UntilRunningAsync(Tenant);
        fixture.Runtime.Cancel(1_000);

        (await spinning).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.Cancelled);
        (await fixture.RunAsync(Tenant, "get")).ResultJson.ShouldBe("\"absent\"");
    }

    [DatabaseFact]
    public async Task A_dropped_tenant_that_is_banned_tells_its_callers_so()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "loop", "on('spin', () => { for (;;) {} });", "spin");

        var running = fixture.SendAsync(Tenant, "spin");
        await fixture.UntilRunningAsync(Tenant);
        var waiting = fixture.SendAsync(Tenant, "spin");
        await fixture.Test.ExecuteAsync("insert into tenant_state (owner_type, owner_id, banned) values ('guild', '1', true)");
        fixture.Runtime.NoteChanged(Tenant);
        fixture.Runtime.Drop(Tenant);

        (await running).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.TenantBanned);
        (await waiting).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.TenantBanned);
    }

    [DatabaseFact]
    public async Task The_call_after_a_full_tenant_queue_is_refused()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { Queue = 2, CpuTime = TimeSpan.FromMilliseconds(300) });
        await fixture.PublishAsync(Tenant, "loop", "on('spin', () => { for (;;) {} });", "spin");

        var accepted = new[] { fixture.SendAsync(Tenant, "spin"), fixture.SendAsync(Tenant, "spin") };

        (await fixture.SendAsync(Tenant, "spin")).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.QueueFull);
        (await Task.WhenAll(accepted)).ShouldAllBe(outcome => outcome is EventOutcome.Finished);
    }

    [DatabaseFact]
    public async Task The_call_after_a_full_worker_queue_is_refused()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(queue: 1, limits: new TenantLimits { CpuTime = TimeSpan.FromMilliseconds(300) });
        await fixture.PublishAsync(Tenant, "loop", "on('spin', () => { for (;;) {} });", "spin");

        var accepted = fixture.SendAsync(Tenant, "spin");

        (await fixture.SendAsync(new TenantId("guild", "2"), "e")).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.QueueFull);
        (await accepted).ShouldBeOfType<EventOutcome.Finished>();
    }

    [DatabaseFact]
    public async Task Draining_finishes_what_was_accepted_and_refuses_the_rest()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "count", "on('e', () => kv.increment('n'));", "e");
        var accepted = Enumerable.Range(0, 50).Select(_ => fixture.RunAsync(Tenant, "e")).ToArray();

        var drained = fixture.Runtime.DrainAsync(TimeSpan.FromSeconds(30), CancellationToken.None);

        (await fixture.SendAsync(Tenant, "e")).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.Draining);
        (await Task.WhenAll(accepted)).Select(run => run.ResultJson).ShouldContain("50");
        (await drained).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task An_event_whose_time_is_over_before_its_turn_does_not_run()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { CpuTime = TimeSpan.FromMilliseconds(200) });
        await fixture.PublishAsync(Tenant, "t", "on('spin', () => { for (;;) {} }); on('e', () => kv.increment('n'));", "spin", "e");

        var spinning = fixture.RunAsync(Tenant, "spin");
        var late = await fixture.SendAsync(Tenant, "e", timeLeft: TimeSpan.FromMilliseconds(1));

        late.ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.Cancelled);
        await spinning;
        (await fixture.RunAsync(Tenant, "e")).ResultJson.ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_repeated_idempotency_key_answers_what_was_recorded_failures_and_deleted_templates_included()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "on('e', () => kv.increment('n'));", "e");
        await fixture.PublishAsync(Tenant, "b", "on('e', () => { throw new TypeError('always'); });", "e");

        var first = (await fixture.SendAsync(Tenant, "e", key: "once")).ShouldBeOfType<EventOutcome.Finished>();
        await fixture.PublishAsync(Tenant, "z", "on('e', () => 'later');", "e");
        var second = (await fixture.SendAsync(Tenant, "e", key: "once")).ShouldBeOfType<EventOutcome.Finished>();

        second.EventId.ShouldBe(first.EventId);
        second.Runs.ShouldBe(first.Runs);
        (await fixture.Test.ReadAsync<string>("select value::text from tenant_kv where key = 'n'")).ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_key_used_for_another_event_is_refused()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "on('e', () => kv.increment('n'));", "e");
        await fixture.SendAsync(Tenant, "e", 1, key: "once");

        var outcome = await fixture.SendAsync(Tenant, "e", 2, key: "once");

        outcome.ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.IdempotencyKeyReused);
    }

    [DatabaseFact]
    public async Task The_least_recently_used_heap_gives_way_and_nothing_of_the_tenant_is_lost()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(threads: 1, warm: new WarmLimits(Heaps: 3, Idle: TimeSpan.FromMinutes(1)));
        var tenants = Enumerable.Range(0, 9).Select(i => new TenantId("guild", $"t-{i}")).ToArray();
        foreach (var tenant in tenants)
        {
            await fixture.PublishAsync(tenant, "count", "on('e', () => kv.increment('n'));", "e");
        }

        for (var round = 1; round <= 3; round++)
        {
            foreach (var tenant in tenants)
            {
                (await fixture.RunAsync(tenant, "e")).ResultJson.ShouldBe($"{round}");
            }

            fixture.Runtime.WarmTenants.ShouldBeLessThanOrEqualTo(3);
        }
    }

    [DatabaseFact]
    public async Task A_new_version_runs_from_the_next_event_on()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "on('e', () => 'old');", "e");
        (await fixture.RunAsync(Tenant, "e")).ResultJson.ShouldBe("\"old\"");

        await fixture.PublishAsync(Tenant, "a", "on('e', () => 'new');", "e");

        var report = await fixture.RunAsync(Tenant, "e");
        (report.Version, report.ResultJson).ShouldBe((2, "\"new\""));
    }

    [DatabaseFact]
    public async Task A_template_that_fails_to_load_fails_its_run_and_no_other()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "bad", "if (Date.now() > 0) throw new Error('not today'); on('e', () => 1);", "e");
        await fixture.PublishAsync(Tenant, "good", "on('e', () => 1);", "e");

        var runs = (await fixture.SendAsync(Tenant, "e")).ShouldBeOfType<EventOutcome.Finished>().Runs;

        runs[0].Failure!.Message.ShouldBe("Error: not today");
        runs[1].ResultJson.ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_run_that_reads_what_is_no_longer_so_is_repeated_also_when_it_failed()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "on('e', () => { if (kv.get('k') === 'old') throw new Error('stale'); return kv.get('k'); });", "e");
        await fixture.Test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'k', '\"old\"')");
        (await fixture.RunAsync(Tenant, "e")).Failure!.Message.ShouldBe("Error: stale");

        await fixture.Test.ExecuteAsync("update tenant_kv set value = '\"new\"'");

        var report = await fixture.RunAsync(Tenant, "e");
        (report.ResultJson, report.Repeats).ShouldBe(("\"new\"", 1));
    }

    [DatabaseFact]
    public async Task A_check_tells_what_a_template_subscribes_to_and_changes_nothing()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();

        (await CheckAsync("on('b', () => 1); on('a', () => 2);")).ShouldBeOfType<CheckOutcome.Accepted>().Subscriptions.ShouldBe(["b", "a"]);
        (await CheckAsync("on('b', () => ;")).ShouldBeOfType<CheckOutcome.Faulty>().Failure.Line.ShouldBe(1);
        (await CheckAsync("1 + 1;")).ShouldBeOfType<CheckOutcome.Faulty>().Failure.Message.ShouldContain("subscribes to nothing");
        (await CheckAsync("kv.set('k', 1); on('b', () => 1);")).ShouldBeOfType<CheckOutcome.Faulty>();

        Task<CheckOutcome> CheckAsync(string source)
        {
            var done = new TaskCompletionSource<CheckOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            var files = new Dictionary<string, string> { ["index.js"] = source };
            fixture.Runtime.Check(
                1, Tenant, new TemplateWorker.JavaScript.Port.ScriptSource { Template = "t", Version = 0, Files = files, Settings = "{}" }, done.SetResult);
            return done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }
}
