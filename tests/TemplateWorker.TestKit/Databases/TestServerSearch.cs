using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// Finds a server to test on: the one that TEMPLATE_WORKER_TEST_POSTGRES_URL names; else a throw-away cluster run by the
/// local binaries; else a container, where an engine answers.
/// </summary>
internal static class TestServerSearch
{
    public const string UrlVariable = "TEMPLATE_WORKER_TEST_POSTGRES_URL";

    /// <summary>What to do on a machine where nothing of this is to be had.</summary>
    public const string NothingFound =
        $"No PostgreSQL to test on: {UrlVariable} is not set, no server is installed (apt-get install postgresql), and no container engine answers to 'docker'.";

    /// <summary>Whether <see cref="ExecuteAsync"/> has anything to try. Looked up once, without starting anything.</summary>
    public static bool CanSucceed { get; } = Task.Run(LookAsync).GetAwaiter().GetResult();

    public static async Task<TestServer> ExecuteAsync()
    {
        if (Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } url)
        {
            var server = new TestServer(url);
            await server.DropLeftoversAsync();
            return server;
        }

        if (await ServerBinaries.AreInstalledAsync(CancellationToken.None))
        {
            return new TestServer(await TestCluster.StartAsync());
        }

        return await TestContainer.TryStartAsync() is { } connectionString
            ? new TestServer(connectionString)
            : throw new InvalidOperationException(NothingFound);
    }

    private static async Task<bool> LookAsync() =>
        Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 }
        || await ServerBinaries.AreInstalledAsync(CancellationToken.None)
        || await TestContainer.IsEngineThereAsync();
}
