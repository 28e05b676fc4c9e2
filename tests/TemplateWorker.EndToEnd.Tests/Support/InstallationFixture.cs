using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>One supervisor on one database for the tests of a class, each of which has tenants of its own.</summary>
public abstract class InstallationFixture(string settings) : IAsyncLifetime
{
    private TestDatabase? _database;
    private RunningSupervisor? _supervisor;

    internal TestDatabase Database => _database!;

    internal RunningSupervisor Supervisor => _supervisor!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _supervisor = await RunningSupervisor.StartAsync(_database, settings);
    }

    public async Task DisposeAsync()
    {
        if (_supervisor is not null)
        {
            await _supervisor.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
