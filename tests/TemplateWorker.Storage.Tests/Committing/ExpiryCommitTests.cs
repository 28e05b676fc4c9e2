using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

public sealed class ExpiryCommitTests
{
    private static readonly KeyExpiry Hour = new KeyExpiry.After(TimeSpan.FromHours(1));

    [DatabaseFact]
    public async Task A_run_sets_changes_keeps_and_ends_the_times_at_which_its_keys_expire()
    {
        await using var world = await RunWorld.CreateAsync();
        var at = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Commit(world, Write("a", Hour), Write("b", new KeyExpiry.At(at)), Write("c", Hour), Write("d", Hour));
        (await ExpiriesAsync(world)).ShouldBe(["a 1h", "b 2100", "c 1h", "d 1h"]);

        Commit(world, Write("a", new KeyExpiry.At(at)), Write("b", KeyExpiry.Untouched.Instance), Write("c", KeyExpiry.Cleared.Instance), Write("d", KeyExpiry.Cleared.Instance, null));
        (await ExpiriesAsync(world)).ShouldBe(["a 2100", "b 2100"]);
        world.Json(1, "d").ShouldBeNull();
    }

    [DatabaseFact]
    public async Task A_key_that_expires_carries_one_hop_more_than_the_run_that_wrote_it_and_none_when_it_was_written_from_outside()
    {
        await using var world = await RunWorld.CreateAsync();
        world.Commit(Run(1) with { Hops = 3, Writes = [Write("run", Hour), Write("both", Hour)] })[0].ShouldBeOfType<RunVerdict.Committed>();
        foreach (var key in new[] { "both", "outside" })
        {
            await world.Keys.PutAsync(Tenant(1), Name(key), "1", TimeSpan.FromHours(1), CancellationToken.None);
        }

        (await world.Test.ReadTextsAsync("select key || ' ' || hops from tenant_kv_expiry order by key")).ShouldBe(["both 0", "outside 0", "run 4"]);
    }

    [DatabaseFact]
    public async Task A_run_that_is_left_out_leaves_the_expiry_as_it_was()
    {
        await using var world = await RunWorld.CreateAsync();
        Commit(world, Write("a", Hour));
        var old = world.Read(1, "a");
        await world.PutAsync(1, "other", "1");
        var stale = Run(1) with
        {
            Reads = [new KeyRead(Name("other"), null)],
            Writes = [new KeyWrite(Name("a"), "2", old) { Expiry = KeyExpiry.Cleared.Instance }],
        };

        world.Commit(stale).ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Stale>();
        (await ExpiriesAsync(world)).ShouldBe(["a 1h"]);
    }

    [DatabaseFact]
    public async Task A_run_that_saw_a_key_as_expired_makes_it_anew_while_the_row_is_still_there()
    {
        await using var world = await RunWorld.CreateAsync();
        Commit(world, Write("a", Hour));
        await world.Test.ExecuteAsync(
            "update tenant_kv_expiry set expires_at = now() - interval '1 second'; update tenant_kv set created_at = now() - interval '1 day'");
        var seen = world.Keys.Read(Tenant(1), [Name("a")])[0]!;
        seen.IsExpired.ShouldBeTrue();

        Commit(world, new KeyWrite(Name("a"), "5", new KeyRead(Name("a"), seen.Version)) { Expiry = KeyExpiry.Cleared.Instance, IsAnew = true });

        world.Json(1, "a").ShouldBe("5");
        (await ExpiriesAsync(world)).ShouldBeEmpty();
        (await world.Test.ReadAsync<bool>("select created_at = last_updated_at from tenant_kv")).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task A_run_that_saw_a_key_before_it_was_removed_as_expired_is_repeated()
    {
        await using var world = await RunWorld.CreateAsync();
        Commit(world, Write("a", Hour));
        var seen = world.Read(1, "a");
        await world.Test.ExecuteAsync("delete from tenant_kv; delete from tenant_kv_expiry");

        world.Commit(Run(1) with { Reads = [seen] }).ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Stale>();
    }

    [DatabaseFact]
    public async Task A_listing_is_another_one_when_a_key_of_it_has_expired()
    {
        await using var world = await RunWorld.CreateAsync();
        Commit(world, Write("a", Hour), Write("b", Hour));
        var listed = world.List(1, "");
        await world.Test.ExecuteAsync("update tenant_kv_expiry set expires_at = now() - interval '1 second' where key = 'a'");

        world.Commit(Run(1) with { Ranges = [listed] }).ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Stale>();
        world.Commit(Run(1) with { Ranges = [world.List(1, "")] }).ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();
    }

    private static KeyWrite Write(string key, KeyExpiry expiry, string? json = "1") => new(Name(key), json, null) { Expiry = expiry };

    private static void Commit(RunWorld world, params KeyWrite[] writes) =>
        world.Commit(Run(1) with { Writes = writes }).ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();

    private static Task<IReadOnlyList<string?>> ExpiriesAsync(RunWorld world) => world.Test.ReadTextsAsync(
        """
        select key || ' ' || case when expires_at between now() + interval '59 minutes' and now() + interval '1 hour' then '1h'
            else to_char(expires_at, 'YYYY') end
        from tenant_kv_expiry order by key
        """);
}
