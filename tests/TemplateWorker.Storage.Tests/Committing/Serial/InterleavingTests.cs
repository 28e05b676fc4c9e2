using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>
/// Made-up runs of several tenants, some of one tenant at once as two workers would have them, read step by step, partly
/// from a cache, while others write. They commit in groups. A model in which everything happens one after the other says
/// which must commit, which are stale and which were done before, and what is there in the end.
/// </summary>
public sealed class InterleavingTests
{
    private const int Tenants = 4;
    private const int Steps = 500;
    private const int RunsAtOnce = 10;

    [DatabaseTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whatever_happens_between_reading_and_committing_the_result_is_that_of_the_order_of_commits(int seed)
    {
        await using var world = await RunWorld.CreateAsync();
        await new Play(world, new Random(seed)).RunAsync();
    }

    private sealed class Play(RunWorld world, Random random)
    {
        private readonly ModelTenant[] _models = [.. Enumerable.Range(0, Tenants).Select(_ => new ModelTenant())];
        private readonly List<Started> _started = [];
        private readonly Dictionary<Type, int> _verdicts = [];
        private DatabaseTenant[] _tenants = [];

        public async Task RunAsync()
        {
            _tenants = [.. Enumerable.Range(0, Tenants).Select(tenant => new DatabaseTenant(world, tenant, _models[tenant], random))];
            for (var step = 0; step < Steps; step++)
            {
                await StepAsync();
            }

            for (var tenant = 0; tenant < Tenants; tenant++)
            {
                var content = await world.Test.ReadTextsAsync(
                    $"""select key || '=' || value from tenant_kv where owner_id = '{tenant}' order by key collate "C" """);
                string.Join(' ', content).ShouldBe(_models[tenant].Content);
                _tenants[tenant].State().Number.ShouldBe(_models[tenant].StateNumber);
            }

            // Each outcome was met, or the test would be weaker than it looks.
            _verdicts.Keys.ShouldBe(
                [typeof(RunVerdict.Committed), typeof(RunVerdict.Stale), typeof(RunVerdict.AlreadyDone)], ignoreOrder: true);
        }

        private async Task StepAsync()
        {
            switch (random.Next(20))
            {
                case < 5 when _started.Count < RunsAtOnce:
                    _started.Add(new Started(random.Next(Tenants), ScriptStep.SomeScript(random), SomeIdempotencyKey()));
                    break;
                case < 14:
                    if (_started.Where(run => !run.Run.IsDone).ToArray() is { Length: > 0 } running)
                    {
                        var run = running[random.Next(running.Length)];
                        run.Run.Step(_tenants[run.Tenant]);
                    }

                    break;
                case < 18:
                    Commit();
                    break;
                default:
                    await WriteFromOutsideAsync(random.Next(Tenants));
                    break;
            }
        }

        private string? SomeIdempotencyKey() => random.Next(3) == 0 ? $"key{random.Next(6)}" : null;

        private void Commit()
        {
            var group = _started.Where(run => run.Run.IsDone).DistinctBy(run => run.Tenant).ToArray();
            random.Shuffle(group);
            var verdicts = world.Commit([.. group.Select(Finish)]);
            for (var index = 0; index < group.Length; index++)
            {
                Check(group[index], verdicts[index]);
                _started.Remove(group[index]);
            }
        }

        private void Check(Started run, RunVerdict verdict)
        {
            _verdicts[verdict.GetType()] = _verdicts.GetValueOrDefault(verdict.GetType()) + 1;
            var model = _models[run.Tenant];
            if (run.IdempotencyKey is { } key && model.IsDone(key))
            {
                verdict.ShouldBe(RunVerdict.AlreadyDone.Instance);
            }
            else if (!run.Run.StillHolds(model))
            {
                verdict.ShouldBe(RunVerdict.Stale.Instance);
            }
            else
            {
                var version = verdict.ShouldBeOfType<RunVerdict.Committed>().Version;
                model.Apply(run.Script).ShouldBe(run.Run.Effect);
                _tenants[run.Tenant].Cache(run.Run.Writes, version);
                if (run.IdempotencyKey is { } done)
                {
                    model.MarkDone(done);
                }
            }
        }

        private async Task WriteFromOutsideAsync(int tenant)
        {
            var model = _models[tenant];
            var key = ScriptStep.SomeKey(random);
            var number = random.Next(100);
            switch (random.Next(6))
            {
                case 0:
                    await world.PutAsync(tenant, key, $"{number}");
                    model.Put(key, number);
                    break;
                case 1:
                    await world.Keys.DeleteAsync(RunWorld.Tenant(tenant), RunWorld.Name(key), CancellationToken.None);
                    model.Delete(key);
                    break;
                case 2:
                    await world.States.PutDataAsync(RunWorld.Tenant(tenant), $"{number}", CancellationToken.None);
                    model.PutState(number);
                    break;
                case 3:
                    // Writes what is there already: the value stays, the version does not.
                    await world.Test.ExecuteAsync($"update tenant_kv set value = value where owner_id = '{tenant}' and key = '{key}'");
                    if (model.Get(key).Number is { } same)
                    {
                        model.Put(key, same);
                    }

                    break;
                case 4:
                    await world.Test.ExecuteAsync($"""
                        delete from tenant_kv where owner_id = '{tenant}' and key = '{key}';
                        insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '{tenant}', '{key}', '{number}')
                        """);
                    model.Put(key, number);
                    break;
                default:
                    await world.Test.ExecuteAsync($"delete from tenant_kv where owner_id = '{tenant}' and key = '{key}'");
                    model.Delete(key);
                    break;
            }
        }

        private FinishedRun Finish(Started run) => run.Run.Finish(RunWorld.Tenant(run.Tenant)) with
        {
            Idempotency = run.IdempotencyKey is { } key ? Entries.Of(key) : null,
        };
    }

    private sealed record Started(int Tenant, IReadOnlyList<ScriptStep> Script, string? IdempotencyKey)
    {
        public ScriptedRun Run { get; } = new(Script);
    }
}
