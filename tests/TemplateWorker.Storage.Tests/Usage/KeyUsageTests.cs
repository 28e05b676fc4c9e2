using TemplateWorker.Storage.Due;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Tests.Committing;
using TemplateWorker.Storage.Usage;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Usage;

public sealed class KeyUsageTests
{
    private static readonly TenantLimits TwoKeys = new() { Keys = 2 };

    [DatabaseFact]
    public async Task The_commit_of_a_run_counts_the_keys_and_the_blocks_that_it_adds_changes_and_removes()
    {
        await using var world = await CreateAsync();

        Commit(world, Put(1, "a", "1") with { Writes = [Write("a", "1"), Write("b", Text(300))] });
        (await world.Test.CountedAsync()).ShouldBe(["1 keys 2 768"]);
        Commit(world, Put(1, "b", Text(600)));
        (await world.Test.CountedAsync()).ShouldBe(["1 keys 2 1024"]);
        Commit(world, Run(1) with { Writes = [Write("a", null), Write("c", "1")] });
        (await world.Test.CountedAsync()).ShouldBe(["1 keys 2 1024"]);
        Commit(world, Run(1) with { Writes = [Write("b", null), Write("absent", null)] });
        (await world.Test.CountedAsync()).ShouldBe(["1 keys 1 256"]);
        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseFact]
    public async Task Scopes_and_characters_beyond_ascii_count_as_the_rows_have_them()
    {
        await using var world = await CreateAsync();
        var scoped = new KeyName(Scopes.Of(["one", "a \"quoted\" one", "é"]), "ключ");

        Commit(world, Run(1) with { Writes = [new KeyWrite(scoped, $"""{Text(150)}""", null), Write("ж", "\"ж\"")] });
        await world.Keys.PutAsync(Tenant(1), scoped with { Key = "other" }, Text(180), CancellationToken.None);

        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseFact]
    public async Task A_write_that_changes_no_block_leaves_the_counter_alone()
    {
        await using var world = await CreateAsync();
        Commit(world, Put(1, "n", "1"));
        var before = await world.Test.ReadAsync<string>("select xmin::text from tenant_usage");

        Commit(world, Put(1, "n", "1000"));
        await world.PutAsync(1, "n", "1001");

        (await world.Test.ReadAsync<string>("select xmin::text from tenant_usage")).ShouldBe(before);
    }

    [DatabaseTheory]
    [InlineData("1", "2", true)]
    [InlineData("1", "1E+300", false)]
    [InlineData("1e300", "1", false)]
    [InlineData("""{"a":1,"b":[1,2]}""", "\"\\u00e9\"", false)]
    [InlineData("""{"a":1,"b":[1,2]}""", "\"é, e: 7E \\n\"", true)]
    public async Task A_key_is_said_to_keep_its_size_only_when_the_database_finds_that_too(string before, string after, bool isSame)
    {
        await using var world = await CreateAsync();
        Name("n").KeepsSize(before, after).ShouldBe(isSame);
        await world.PutAsync(1, "n", before);
        var write = new KeyWrite(Name("n"), after, world.Read(1, "n")) { KeepsSize = isSame };

        Commit(world, Run(1) with { Writes = [write] });

        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseFact]
    public async Task A_quiet_write_counts_nothing_and_one_beside_it_that_grows_is_counted()
    {
        await using var world = await CreateAsync();
        await world.PutAsync(1, "n", "1");
        await world.PutAsync(2, "n", "1");
        FinishedRun Quiet(int tenant, string json) => Run(tenant) with { Writes = [new KeyWrite(Name("n"), json, world.Read(tenant, "n")) { KeepsSize = true }] };

        world.Commit(Quiet(1, "2"), Quiet(2, "2")).ShouldAllBe(verdict => verdict is RunVerdict.Committed);
        world.Commit(Quiet(1, "3"), Put(2, "m", "1")).ShouldAllBe(verdict => verdict is RunVerdict.Committed);
        world.Commit(Put(1, "n", "4"), Quiet(2, "3")).ShouldAllBe(verdict => verdict is RunVerdict.Committed);

        (await world.Test.CountedAsync()).ShouldBe(["1 keys 1 256", "2 keys 2 512"]);
        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseFact]
    public async Task Runs_requests_deletions_and_expiry_leave_no_drift_whatever_their_order()
    {
        await using var world = await CreateAsync();
        var random = new Random(7);
        var expiry = new ExpiryStore(world.Test.Database);
        for (var step = 0; step < 200; step++)
        {
            var (tenant, key) = (random.Next(1, 4), $"k{random.Next(20)}");
            switch (random.Next(5))
            {
                case 0:
                    await world.Keys.PutAsync(Tenant(tenant), Name(key), Text(random.Next(700)), TimeSpan.FromMilliseconds(1), CancellationToken.None);
                    break;
                case 1:
                    await world.Keys.DeleteAsync(Tenant(tenant), Name(key), CancellationToken.None);
                    break;
                case 2:
                    await world.PutAsync(tenant, key, Text(random.Next(700)));
                    break;
                case 3:
                    await expiry.SweepAsync(10, new LimitOptions(), CancellationToken.None);
                    break;
                default:
                    world.Commit(
                        Run(tenant) with { Writes = [new KeyWrite(Name(key), random.Next(3) == 0 ? null : Text(random.Next(700)), world.Read(tenant, key))] },
                        Run(tenant + 10) with { Writes = [Write(key, random.Next(3) == 0 ? null : Text(random.Next(700)))] });
                    break;
            }
        }

        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseFact]
    public async Task Committers_and_requests_at_the_same_time_leave_no_drift()
    {
        await using var world = await CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            using var committer = new TemplateWorker.Storage.Committing.RunCommitter(world.Test.Database, TimeProvider.System, TimeSpan.FromSeconds(5));
            for (var n = 0; n < 30; n++)
            {
                if (writer == 0)
                {
                    await world.PutAsync(1, $"k{n}", Text(n * 20));
                    await world.Keys.DeleteAsync(Tenant(1), Name($"k{n / 2}"), CancellationToken.None);
                }
                else
                {
                    committer.Commit([Put(1, $"k{n}", Text(n * writer)), Put(2, $"k{n}", Text(n))]);
                }
            }
        })));

        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseFact]
    public async Task A_run_that_would_keep_a_key_too_many_is_left_out_and_its_neighbour_commits()
    {
        await using var world = await CreateAsync();
        Commit(world, Run(1) with { Writes = [Write("a", "1")] });

        var verdicts = world.Commit(Run(1) with { Writes = [Write("b", "1"), Write("c", "1")], Limits = TwoKeys }, Put(2, "n", "1"));

        verdicts[0].ShouldBe(new RunVerdict.OverQuota(new QuotaUse(Quota.Keys, 1, 2, 2)));
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
        world.Json(1, "b").ShouldBeNull();
        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseFact]
    public async Task A_run_that_would_keep_a_block_too_many_is_left_out()
    {
        await using var world = await CreateAsync();
        var limits = new TenantLimits { StorageBytes = 1024 };
        Commit(world, Put(1, "a", Text(900)) with { Limits = limits });

        world.Commit(Put(1, "a", Text(1_100)) with { Limits = limits })[0]
            .ShouldBe(new RunVerdict.OverQuota(new QuotaUse(Quota.Storage, 1_024, 256, 1_024)));
        Commit(world, Put(1, "a", Text(1_000)) with { Limits = limits });
    }

    [DatabaseFact]
    public async Task Beyond_a_quota_a_run_may_shrink_replace_and_remove()
    {
        await using var world = await CreateAsync();
        Commit(world, Run(1) with { Writes = [Write("a", Text(900)), Write("b", "1"), Write("c", "1")] });
        var limits = new TenantLimits { Keys = 1, StorageBytes = 256 };

        Commit(world, Put(1, "a", Text(901)) with { Limits = limits });
        Commit(world, Put(1, "a", "1") with { Limits = limits });
        Commit(world, Run(1) with { Writes = [Write("a", null), Write("b", null), Write("d", "1")], Limits = limits });
        Commit(world, Run(1) with { Writes = [Write("c", null), Write("e", "1")], Limits = limits });
        world.Commit(Put(1, "f", "1") with { Limits = limits })[0].ShouldBeOfType<RunVerdict.OverQuota>();
        Commit(world, Run(1) with { Writes = [Write("d", null), Write("e", null)], Limits = limits });
        Commit(world, Put(1, "f", "1") with { Limits = limits });
    }

    [DatabaseFact]
    public async Task A_run_whose_reads_are_stale_is_repeated_even_when_it_would_exceed_a_quota()
    {
        await using var world = await CreateAsync();
        await world.PutAsync(1, "a", "1");
        var read = world.Read(1, "a");
        await world.PutAsync(1, "a", "2");

        world.Commit(Run(1) with { Writes = [new KeyWrite(Name("a"), "3", read), Write("b", "1"), Write("c", "1")], Limits = TwoKeys })[0]
            .ShouldBeOfType<RunVerdict.Stale>();
    }

    [DatabaseFact]
    public async Task A_run_tells_once_that_it_has_brought_its_tenant_to_four_fifths()
    {
        await using var world = await CreateAsync();
        var limits = new TenantLimits { Keys = 5 };
        var neared = Enumerable.Range(0, 5).Select(n => ((RunVerdict.Committed)world.Commit(Put(1, $"k{n}", "1") with { Limits = limits })[0]).Neared).ToList();

        neared.Select(uses => uses.Count).ShouldBe([0, 0, 0, 1, 0]);
        neared[3][0].ShouldBe(new QuotaUse(Quota.Keys, 3, 1, 5));
    }

    [DatabaseFact]
    public async Task A_request_that_would_keep_too_much_stores_nothing_and_one_that_does_not_is_stored()
    {
        await using var world = await CreateAsync();
        var limits = new TenantLimits { Keys = 2, StorageBytes = 1_024 };
        await world.PutAsync(1, "a", "1");
        (await PutAsync("b")).ShouldBeOfType<PutOutcome.Stored>().Neared.Select(use => use.Quota).ShouldBe([Quota.Keys]);

        (await PutAsync("c")).ShouldBe(new PutOutcome.OverQuota(new QuotaUse(Quota.Keys, 2, 1, 2)));
        (await PutAsync("b", Text(2_000))).ShouldBe(new PutOutcome.OverQuota(new QuotaUse(Quota.Storage, 512, 1_792, 1_024)));
        (await PutAsync("b", Text(100))).ShouldBeOfType<PutOutcome.Stored>().Record.Json.ShouldBe(Text(100));
        (await world.Keys.DeleteAsync(Tenant(1), Name("a"), CancellationToken.None)).ShouldBeTrue();
        (await world.Keys.DeleteAsync(Tenant(1), Name("a"), CancellationToken.None)).ShouldBeFalse();
        (await PutAsync("c")).ShouldBeOfType<PutOutcome.Stored>();

        world.Json(1, "b").ShouldBe(Text(100));
        (await world.Test.ReadAsync<long>("select count(*) from tenant_kv_expiry")).ShouldBe(0);
        await world.Test.ShouldBeExactAsync();

        Task<PutOutcome> PutAsync(string key, string json = "1") => world.Keys.PutAsync(
            Tenant(1), Name(key), json, json.Length > 1_000 ? TimeSpan.FromHours(1) : null, limits, CancellationToken.None);
    }

    private static void Commit(RunWorld world, FinishedRun run) => world.Commit(run)[0].ShouldBeOfType<RunVerdict.Committed>();

    private static KeyWrite Write(string key, string? json) => new(Name(key), json, null);

    /// <summary>A JSON string of so many bytes.</summary>
    private static string Text(int bytes) => $"\"{new string('x', Math.Max(bytes - 2, 0))}\"";
}
