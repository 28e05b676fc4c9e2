using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Committing;

/// <summary>A database of the test's own with all that a run goes through.</summary>
internal sealed class RunWorld : IAsyncDisposable
{
    private RunWorld(TestDatabase test, TimeSpan? patience)
    {
        Test = test;
        Keys = new KeyValueStore(test.Database);
        States = new TenantStateStore(test.Database);
        Committer = new RunCommitter(test.Database, TimeProvider.System, patience);
    }

    public TestDatabase Test { get; }

    public KeyValueStore Keys { get; }

    public TenantStateStore States { get; }

    public RunCommitter Committer { get; }

    /// <param name="patience">How long a group waits for a lock; null for as long as in production.</param>
    public static async Task<RunWorld> CreateAsync(TimeSpan? patience = null) => new(await TestDatabase.CreateAsync(), patience);

    public static TenantId Tenant(int number) => new("guild", $"{number}");

    public static KeyName Name(string key) => new(Scopes.None, key);

    public static FinishedRun Run(int tenant) => new() { Tenant = Tenant(tenant), Reads = [], Ranges = [], Writes = [] };

    public static FinishedRun Put(int tenant, string key, string json) =>
        Run(tenant) with { Writes = [new KeyWrite(Name(key), json, Read: null)] };

    /// <summary>Reads a key as a run does.</summary>
    public KeyRead Read(int tenant, string key)
    {
        var record = Keys.Read(Tenant(tenant), [Name(key)])[0];
        return new KeyRead(Name(key), record?.Version) { Place = record?.Place ?? default };
    }

    /// <summary>Lists keys as a run does.</summary>
    public RangeRead List(int tenant, string prefix, int limit = 100)
    {
        var range = new KeyRange(Scopes.None, prefix, null, limit);
        return new RangeRead(range, Keys.List(Tenant(tenant), range).Fingerprint);
    }

    /// <summary>Writes a key as the HTTP API does.</summary>
    public Task PutAsync(int tenant, string key, string json) => Keys.PutAsync(Tenant(tenant), Name(key), json, CancellationToken.None);

    /// <summary>What is stored now; null when the key is absent.</summary>
    public string? Json(int tenant, string key) => Keys.Read(Tenant(tenant), [Name(key)])[0]?.Json;

    public uint? Version(int tenant, string key) => Read(tenant, key).Version;

    public IReadOnlyList<RunVerdict> Commit(params FinishedRun[] runs) => Committer.Commit(runs).Verdicts;

    public async ValueTask DisposeAsync()
    {
        Committer.Dispose();
        await Test.DisposeAsync();
    }
}
