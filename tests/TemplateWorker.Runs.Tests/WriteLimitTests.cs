using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests;

/// <summary>What one run may write in all, on both engines.</summary>
public sealed class WriteLimitTests
{
    private static readonly TenantId Tenant = new("guild", "1");
    private static readonly TenantLimits Limits = new() { WritesBytes = 10_000 };

    public static TheoryData<ScriptEngineKind> Engines => [.. RuntimeFixture.Engines];

    public static TheoryData<ScriptEngineKind, string, string> Breaches()
    {
        // The numbers: what the run has written before, then this write with its row of 512 bytes.
        (string Code, string Message)[] breaches =
        [
            ("for (let i = 0; ; i++) kv.set('k' + i, 'v'.repeat(1000));", "With the key 'k6' it would write 10626."),
            ("for (let i = 0; ; i++) kv.scope('s').set('k' + i, '\u00e9'.repeat(500));", "With the key 'k6' it would write 10647."),
            ("state.update(() => 'v'.repeat(8000)); kv.set('k', 'v'.repeat(3000));", "With the key 'k' it would write 12031."),
            ("kv.set('k', 'v'.repeat(3000)); state.update(() => 'v'.repeat(8000));", "With the value 'state' it would write 12031."),
            ("for (let i = 0; ; i++) events.emit('other', 'd'.repeat(1000));", "With the event 'other' it would write 10633."),
            ("for (let i = 0; ; i++) events.emit('tell', 'd'.repeat(1000));", "With the event 'tell' it would write 12144."),
            ("for (let i = 0; ; i++) events.schedule('s' + i, '@daily', { event: 'x', data: 'd'.repeat(1000) });", "With the schedule 's6' it would write 10612."),
            ("for (let i = 0; ; i++) kv.set('k' + i, 1);", "With the key 'k19' it would write 10350."),
        ];
        var data = new TheoryData<ScriptEngineKind, string, string>();
        foreach (var engine in RuntimeFixture.Engines)
        {
            foreach (var (code, message) in breaches)
            {
                data.Add(engine, code, message);
            }
        }

        return data;
    }

    [DatabaseTheory]
    [MemberData(nameof(Breaches))]
    public async Task A_run_that_writes_too_much_ends_at_the_call_that_exceeds_the_limit(ScriptEngineKind engine, string code, string message)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: Limits, engine: engine);
        await fixture.PublishAsync(Tenant, "a", $"on('e', () => {{ {code} }});", "e");
        await fixture.PublishAsync(Tenant, "b", "on('tell', () => {});", "tell");
        await fixture.PublishAsync(Tenant, "c", "on('tell', () => {});", "tell");

        var failure = (await fixture.RunAsync(Tenant, "e")).Failure!;

        failure.Reason.ShouldBe("TooManyBytesWritten");
        failure.Message.ShouldStartWith("A run may write at most 10000 bytes (limits.writes)");
        failure.Message.ShouldEndWith(message);
    }

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task A_run_that_catches_the_breach_writes_nothing_all_the_same(ScriptEngineKind engine)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: Limits, engine: engine);
        await fixture.PublishAsync(
            Tenant,
            "a",
            """
            on('e', () => {
              kv.set('before', 1);
              try { kv.set('big', 'v'.repeat(20000)); } catch { }
              try { kv.set('after', 1); } catch { }
              return 'well';
            });
            on('keys', () => kv.list().length);
            """,
            "e",
            "keys");

        (await fixture.RunAsync(Tenant, "e")).Failure!.Reason.ShouldBe("TooManyBytesWritten");
        (await fixture.RunAsync(Tenant, "keys")).ResultJson.ShouldBe("0");
    }

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task What_is_written_again_counts_once(ScriptEngineKind engine)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: Limits, engine: engine);
        await fixture.PublishAsync(
            Tenant,
            "a",
            """
            on('e', () => {
              for (let i = 0; i < 50; i++) {
                kv.set('k', 'v'.repeat(1000 + i));
                state.update(() => 'v'.repeat(1000 + i));
                events.schedule('s', '@daily', { event: 'x', data: 'd'.repeat(1000 + i) });
              }
              kv.delete('k');
              events.unschedule('s');
              kv.set('other', 'v'.repeat(6000));
            });
            """,
            "e");

        (await fixture.RunAsync(Tenant, "e")).Failure.ShouldBeNull();
    }

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task A_run_that_keeps_reading_large_keys_ends_before_they_fill_the_worker(ScriptEngineKind engine)
    {
        const int ValueCharacters = 200_000;
        await using var fixture = await RuntimeFixture.CreateAsync(
            limits: new TenantLimits { HeapBytes = 64 << 20, CpuTime = TimeSpan.FromMinutes(1), WallTime = TimeSpan.FromMinutes(1) }, engine: engine);
        await fixture.Test.ExecuteAsync(
            $"""
            insert into tenant_kv (owner_type, owner_id, key, value)
            select 'guild', '1', 'k' || i, to_jsonb(repeat('x', {ValueCharacters})) from generate_series(0, 299) i
            """);
        await fixture.PublishAsync(
            Tenant, "a", "on('e', event => { let sum = 0; for (let i = 0; i < event.data; i++) sum += kv.get('k' + i).length; return sum; });", "e");

        (await fixture.RunAsync(Tenant, "e", 100)).ResultJson.ShouldBe($"{100 * ValueCharacters}");
        var failure = (await fixture.RunAsync(Tenant, "e", 300)).Failure!;

        failure.Reason.ShouldBe("HeapLimit");

        // Either the sum of what it has read, or what the engine keeps besides, comes to the limit first.
        failure.Message.ShouldContain($"{64 << 20} bytes (limits.heap)");
    }
}
