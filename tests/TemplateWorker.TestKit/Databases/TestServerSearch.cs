using Npgsql;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// Finds a server to test on: the one that TEMPLATE_WORKER_TEST_POSTGRES_URL names; else a throw-away cluster run by the
/// local binaries; else a container, where an engine answers. A container comes first where its image was asked for.
/// </summary>
internal static class TestServerSearch
{
    /// <summary>What to do on a machine where nothing of this is to be had.</summary>
    public const string NothingFound =
        $"No PostgreSQL to test on: {TestServerAddress.Variable} is not set, no server is installed (apt-get install postgresql), and no container engine answers.";

    /// <summary>Whether <see cref="ExecuteAsync"/> has anything to try. Looked up once, without starting anything.</summary>
    public static bool CanSucceed { get; } = TestServerAddress.Value is not null
        || TestContainer.RequestedImage is not null
        || TestBinaries.Exist
        || Task.Run(TestContainer.IsEngineThereAsync).GetAwaiter().GetResult();

    public static async Task<TestServer> ExecuteAsync()
    {
        if (TestServerAddress.Value is { } text)
        {
            return await UseAsync(TestServerAddress.Read(text));
        }

        if (TestContainer.RequestedImage is null && TestBinaries.Exist)
        {
            return new TestServer(await TestCluster.StartAsync());
        }

        return await TestContainer.TryStartAsync() is { } connectionString
            ? new TestServer(connectionString)
            : throw new InvalidOperationException(
                TestContainer.RequestedImage is { } image ? $"No container engine answers, which was to run {image}." : NothingFound);
    }

    private static async Task<TestServer> UseAsync(string connectionString)
    {
        var server = new TestServer(connectionString);
        try
        {
            await server.DropLeftoversAsync();
            return server;
        }
        catch (NpgsqlException exception)
        {
            throw new InvalidOperationException(
                $"The server that {TestServerAddress.Variable} names cannot be used: {exception.Message}", exception);
        }
    }
}
