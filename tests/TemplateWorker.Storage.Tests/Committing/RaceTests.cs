using Npgsql;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

/// <summary>Committers and direct writers that increment the same counters at once: the sum must be what they were told.</summary>
public sealed class RaceTests
{
    private const int Tenants = 12;
    private const int Committers = 3;
    private const int GroupsPerCommitter = 120;
    private const int IncrementsPerWriter = 400;

    private const string Increment = """
        insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', $1, 'counter', '1')
        on conflict (owner_id, owner_type, key, scopes) do update set value = to_jsonb((tenant_kv.value)::int + 1)
        """;

    [DatabaseFact]
    public async Task No_increment_is_lost_or_doubled_between_committers_writers_with_the_lock_and_plain_SQL()
    {
        await using var world = await RunWorld.CreateAsync();
        var committed = 0;
        var stale = 0;
        var committers = Enumerable.Range(0, Committers).Select(seed => Task.Factory.StartNew(
            () =>
            {
                using var committer = new RunCommitter(world.Test.Database);
                var random = new Random(seed);
                for (var group = 0; group < GroupsPerCommitter; group++)
                {
                    var tenants = random.GetItems(Enumerable.Range(1, Tenants).ToArray(), 8).Distinct();
                    foreach (var verdict in committer.Commit([.. tenants.Select(tenant => IncrementRun(world, tenant))]).Verdicts)
                    {
                        Interlocked.Increment(ref verdict is RunVerdict.Committed ? ref committed : ref stale);
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll([.. committers, WriteUnderLockAsync(world.Test), WriteByPlainSqlAsync(world.Test)]);

        var sum = Enumerable.Range(1, Tenants).Sum(tenant => int.Parse(world.Json(tenant, "counter")!));
        sum.ShouldBe(committed + (2 * IncrementsPerWriter));
        committed.ShouldBeGreaterThan(0);
        stale.ShouldBeGreaterThan(0, "the race must have been one");
    }

    private static FinishedRun IncrementRun(RunWorld world, int tenant)
    {
        var record = world.Keys.Read(Tenant(tenant), [Name("counter")])[0];
        var read = new KeyRead(Name("counter"), record?.Version);
        return Run(tenant) with
        {
            Reads = [read],
            Writes = [new KeyWrite(Name("counter"), $"{int.Parse(record?.Json ?? "0") + 1}", read)],
        };
    }

    private static async Task WriteUnderLockAsync(TestDatabase test)
    {
        var random = new Random(100);
        await using var connection = await test.ConnectAsync();
        for (var count = 0; count < IncrementsPerWriter; count++)
        {
            var tenant = Tenant(random.Next(Tenants) + 1);
            var write = new NpgsqlBatchCommand(Increment) { Parameters = { new() { Value = tenant.OwnerId } } };
            await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, CancellationToken.None);
        }
    }

    private static async Task WriteByPlainSqlAsync(TestDatabase test)
    {
        var random = new Random(101);
        await using var connection = await test.ConnectAsync();
        for (var count = 0; count < IncrementsPerWriter; count++)
        {
            var tenant = Tenant(random.Next(Tenants) + 1);
            await using var command = new NpgsqlCommand(Increment, connection) { Parameters = { new() { Value = tenant.OwnerId } } };
            await command.ExecuteNonQueryAsync();
        }
    }
}
