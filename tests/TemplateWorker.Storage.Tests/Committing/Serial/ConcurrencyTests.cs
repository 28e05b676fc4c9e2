using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>
/// Made-up runs and direct writers, with the tenants' locks and without, all at once. Each appends its number to a list that
/// its tenant keeps under the key <c>log</c>, with the rest of what it writes. So the list tells the order in which they
/// took effect; replaying them one after the other in this order must give what is in the database, and nobody is in it
/// twice, although every fourth run is tried a second time as by a caller that lost its answer.
/// </summary>
public sealed class ConcurrencyTests
{
    private const int Tenants = 5;
    private const int Committers = 3;
    private const int RunsPerCommitter = 150;
    private const int WritesPerWriter = 100;

    // Beside the keys that scripts list.
    private static readonly KeyName Log = new(Scopes.Of("log"), "log");

    private const string Append = """
        insert into tenant_kv (owner_type, owner_id, key, scopes, value) values ('guild', $1, 'log', '{log}', jsonb_build_array($2))
        on conflict (owner_id, owner_type, key, scopes) do update set value = tenant_kv.value || $2::text::jsonb
        """;

    private const string Put = """
        insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', $1, $2, to_jsonb($3))
        on conflict (owner_id, owner_type, key, scopes) do update set value = excluded.value
        """;

    [DatabaseTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Everything_at_once_gives_the_result_of_one_after_the_other(int seed)
    {
        await using var world = await RunWorld.CreateAsync();
        var effects = new ConcurrentDictionary<int, Action<ModelTenant>>();
        var committers = Enumerable.Range(0, Committers).Select(number => Task.Factory.StartNew(
            () => CommitRuns(world, new Random((seed * 100) + number), 10_000 * (number + 1), effects),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        var writers = Enumerable.Range(Committers, 2).Select(number => WriteAsync(
            world.Test, new Random((seed * 100) + number), 10_000 * (number + 1), number == Committers, effects));
        await Task.WhenAll([.. committers, .. writers]);

        List<int> logged = [];
        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            var order = JsonSerializer.Deserialize<int[]>(world.Keys.Read(RunWorld.Tenant(tenant), [Log])[0]!.Json)!;
            var model = new ModelTenant();
            foreach (var number in order)
            {
                effects[number](model);
            }

            logged.AddRange(order);
            var content = await world.Test.ReadTextsAsync(
                $"""select key || '=' || value from tenant_kv where owner_id = '{tenant}' and key <> 'log' order by key collate "C" """);
            string.Join(' ', content).ShouldBe(model.Content);
            new DatabaseTenant(world, tenant, null, null).State().Number.ShouldBe(model.StateNumber);
        }

        logged.Order().ShouldBe(effects.Keys.Order());
        logged.Count.ShouldBe((Committers * RunsPerCommitter) + (2 * WritesPerWriter));
    }

    private static void CommitRuns(RunWorld world, Random random, int first, ConcurrentDictionary<int, Action<ModelTenant>> effects)
    {
        using var committer = new RunCommitter(world.Test.Database);
        List<Attempt> waiting = [];
        for (var number = first; number < first + RunsPerCommitter || waiting.Count > 0;)
        {
            for (; number < first + RunsPerCommitter && waiting.Count < Tenants; number++)
            {
                var script = ScriptStep.SomeScript(random);
                effects[number] = model => model.Apply(script);
                waiting.Add(new Attempt(number, random.Next(Tenants), script));
            }

            var group = waiting.DistinctBy(attempt => attempt.Tenant).ToArray();
            var verdicts = committer.Commit([.. group.Select(attempt => attempt.Run(world))]).Verdicts;
            for (var index = 0; index < group.Length; index++)
            {
                var repeated = group[index].Number % 4 == 0 && !group[index].IsRepeated;
                if (verdicts[index] is RunVerdict.Committed)
                {
                    group[index].IsRepeated.ShouldBeFalse("it was committed before");
                    group[index].IsRepeated = repeated;
                }

                if (verdicts[index] is RunVerdict.AlreadyDone || (verdicts[index] is RunVerdict.Committed && !repeated))
                {
                    waiting.Remove(group[index]);
                }
            }
        }
    }

    private static async Task WriteAsync(
        TestDatabase test, Random random, int first, bool underLock, ConcurrentDictionary<int, Action<ModelTenant>> effects)
    {
        await using var connection = await test.ConnectAsync();
        for (var number = first; number < first + WritesPerWriter; number++)
        {
            var tenant = RunWorld.Tenant(random.Next(Tenants));
            var (key, value) = (ScriptStep.SomeKey(random), random.Next(100));
            effects[number] = model => model.Put(key, value);
            await using var batch = new NpgsqlBatch(connection);
            if (underLock)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_xact_lock($1)")
                {
                    Parameters = { new() { Value = TenantLock.KeyOf(tenant) } },
                });
            }

            batch.BatchCommands.Add(new NpgsqlBatchCommand(Append)
            {
                Parameters = { new() { Value = tenant.OwnerId }, new() { Value = number } },
            });
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Put)
            {
                Parameters = { new() { Value = tenant.OwnerId }, new() { Value = key }, new() { Value = value } },
            });
            await WriteAsync(batch);
        }
    }

    /// <summary>Who writes several rows without the tenant's lock may be chosen as a deadlock's victim, and tries again.</summary>
    private static async Task WriteAsync(NpgsqlBatch batch)
    {
        while (true)
        {
            try
            {
                await batch.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException victim) when (victim.SqlState == SqlState.DeadlockDetected)
            {
                await Task.Yield();
            }
        }
    }

    private sealed class Attempt(int number, int tenant, IReadOnlyList<ScriptStep> script)
    {
        public int Number => number;

        public int Tenant => tenant;

        /// <summary>Whether the run is committed and tried again all the same.</summary>
        public bool IsRepeated { get; set; }

        /// <summary>Runs the script with fresh reads.</summary>
        public FinishedRun Run(RunWorld world)
        {
            var id = RunWorld.Tenant(tenant);
            var log = world.Keys.Read(id, [Log])[0];
            var order = JsonSerializer.Deserialize<int[]>(log?.Json ?? "[]")!;
            var read = new KeyRead(Log, log?.Version);
            var run = new ScriptedRun(script);
            run.RunToEnd(new DatabaseTenant(world, tenant, null, null));
            var finished = run.Finish(id);
            return finished with
            {
                Writes = [.. finished.Writes, new KeyWrite(read.Name, JsonSerializer.Serialize((int[])[.. order, number]), read)],
                Idempotency = Entries.Of(number.ToString(CultureInfo.InvariantCulture)),
            };
        }
    }
}
