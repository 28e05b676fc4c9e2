using TemplateWorker.Storage.Migrations;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations;

/// <summary>
/// A database of each point of the other program's migrations, with all of ours applied. Each is made once, for tests that only
/// look at it: making one takes a hundred times as long as looking.
/// </summary>
public sealed class MigratedLegacyDatabases : IAsyncLifetime
{
    private readonly Dictionary<int, (TestDatabase Database, IReadOnlyList<MigrationProgress> Progress)> _made = [];

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>The database of a point. It belongs to all tests of the class, which run one after the other.</summary>
    public async Task<TestDatabase> DatabaseAsync(int point)
    {
        if (!_made.TryGetValue(point, out var made))
        {
            var database = await LegacyDatabase.CreateAsync(point);
            made = (database, await MigrateAsync(database));
            _made.Add(point, made);
        }

        return made.Database;
    }

    /// <summary>What the migrations said when the database of a point was made.</summary>
    public IReadOnlyList<MigrationProgress> ProgressOf(int point) => _made[point].Progress;

    public static async Task<IReadOnlyList<MigrationProgress>> MigrateAsync(TestDatabase database)
    {
        List<MigrationProgress> progress = [];
        await new Migrator(database.Database, TimeProvider.System).ApplyAsync(progress.Add, CancellationToken.None);
        return progress;
    }

    public async Task DisposeAsync()
    {
        foreach (var (database, _) in _made.Values)
        {
            await database.DisposeAsync();
        }
    }
}
