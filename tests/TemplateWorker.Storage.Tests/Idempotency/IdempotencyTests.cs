using TemplateWorker.Storage.Idempotency;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Tests.Committing;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Idempotency;

public sealed class IdempotencyTests
{
    [DatabaseFact]
    public async Task An_answer_is_recorded_with_the_effect_and_read_back_to_the_character()
    {
        await using var world = await RunWorld.CreateAsync();
        var store = new IdempotencyStore(world.Test.Database);
        var entry = Entry("k", "b");

        world.Commit(Put(1, "a", "1") with { Idempotency = entry })[0].ShouldBeOfType<RunVerdict.Committed>();
        world.Commit(Put(1, "a", "2") with { Idempotency = Entry("k", "a") })[0].ShouldBeOfType<RunVerdict.Committed>();

        var entries = store.Read(Tenant(1), "k");
        entries.Select(found => found.Template).ShouldBe(["a", "b"]);
        var read = entries[1];
        read.Key.ShouldBe("k");
        read.EventId.ShouldBe(entry.EventId);
        read.RequestHash.ShouldBe(entry.RequestHash);
        read.Templates.ShouldBe(entry.Templates);
        read.ResultJson.ShouldBe(entry.ResultJson);
        store.Read(Tenant(1), "other").ShouldBeEmpty();
        store.Read(Tenant(2), "k").ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_run_that_was_done_before_writes_nothing_at_all()
    {
        await using var world = await RunWorld.CreateAsync();
        var store = new IdempotencyStore(world.Test.Database);
        var first = Entry("k", "t");
        world.Commit(Put(1, "a", "1") with { Idempotency = first });

        var verdicts = world.Commit(
            Put(1, "a", "2") with { StateWriteJson = "2", Idempotency = Entry("k", "t") },
            Put(2, "a", "2") with { Idempotency = Entry("k", "t") });

        verdicts[0].ShouldBe(RunVerdict.AlreadyDone.Instance);
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
        world.Json(1, "a").ShouldBe("1");
        world.States.Read(Tenant(1)).Version.ShouldBeNull();
        store.Read(Tenant(1), "k").ShouldHaveSingleItem().EventId.ShouldBe(first.EventId);
    }

    [DatabaseFact]
    public async Task A_run_that_was_done_before_is_not_called_stale()
    {
        await using var world = await RunWorld.CreateAsync();
        var read = world.Read(1, "a");
        world.Commit(Run(1) with { Writes = [new KeyWrite(Name("a"), "1", read)], Idempotency = Entry("k", "t") });

        world.Commit(Run(1) with { Writes = [new KeyWrite(Name("a"), "1", read)], Idempotency = Entry("k", "t") })
            .ShouldBe([RunVerdict.AlreadyDone.Instance]);
    }

    [DatabaseFact]
    public async Task A_stale_run_records_no_answer()
    {
        await using var world = await RunWorld.CreateAsync();
        var read = world.Read(1, "a");
        await world.PutAsync(1, "a", "1");

        world.Commit(Put(1, "b", "1") with { Reads = [read], Idempotency = Entry("k", "t") }).ShouldBe([RunVerdict.Stale.Instance]);

        new IdempotencyStore(world.Test.Database).Read(Tenant(1), "k").ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task An_answer_without_any_other_effect_is_recorded_too()
    {
        await using var world = await RunWorld.CreateAsync();

        world.Commit(Run(1) with { Idempotency = Entry("k", "t") })[0].ShouldBeOfType<RunVerdict.Committed>();

        new IdempotencyStore(world.Test.Database).Read(Tenant(1), "k").ShouldHaveSingleItem();
    }

    [DatabaseFact]
    public async Task Expired_entries_go_the_oldest_first_and_never_more_than_asked()
    {
        await using var world = await RunWorld.CreateAsync();
        var store = new IdempotencyStore(world.Test.Database);
        foreach (var hours in (int[])[50, 40, 30, 1])
        {
            world.Commit(Run(1) with { Idempotency = Entry($"{hours}", "t") });
            await world.Test.ExecuteAsync(
                $"update idempotency_keys set created_at = now() - interval '{hours} hours' where key = '{hours}'");
        }

        (await store.DeleteExpiredAsync(TimeSpan.FromHours(24), 2, CancellationToken.None)).ShouldBe(2);
        (await world.Test.ReadTextsAsync("select key from idempotency_keys order by key")).ShouldBe(["1", "30"]);
        (await store.DeleteExpiredAsync(TimeSpan.FromHours(24), 2, CancellationToken.None)).ShouldBe(1);
        (await world.Test.ReadTextsAsync("select key from idempotency_keys order by key")).ShouldBe(["1"]);
    }

    private static IdempotencyEntry Entry(string key, string template) => new()
    {
        Key = key,
        Template = template,
        EventId = Guid.NewGuid(),
        RequestHash = [1, 2, 3],
        Templates = ["a", "b,\"\\"],
        ResultJson = """{"z":1.0,  "a":"\u0000"}""",
    };
}
