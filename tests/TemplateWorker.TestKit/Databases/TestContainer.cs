using System.Security.Cryptography;
using DotNet.Testcontainers.Configurations;
using Testcontainers.PostgreSql;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// A PostgreSQL container for this test process, for machines without a server but with a container engine. The engine removes
/// it after the end of the process.
/// </summary>
internal static class TestContainer
{
    private const string ImageVariable = "TEMPLATE_WORKER_TEST_POSTGRES_IMAGE";
    private const string DefaultImage = "postgres:16-alpine";

    // The images of 18 refuse to start when something is mounted at the data directory of earlier versions.
    private const string DataFolder = "/cluster";

    // An engine answers in milliseconds; the package itself waits for a silent one without a limit.
    private static readonly TimeSpan EngineTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The image that TEMPLATE_WORKER_TEST_POSTGRES_IMAGE asks for, or null when it is not set.</summary>
    public static string? RequestedImage => Environment.GetEnvironmentVariable(ImageVariable) is { Length: > 0 } image ? image : null;

    /// <summary>Whether a container engine answers.</summary>
    public static async Task<bool> IsEngineThereAsync()
    {
        try
        {
            // The settings look for an engine when they are first used.
            return await Task.Run(() => TestcontainersSettings.OS?.DockerEndpointAuthConfig is not null)
                .WaitAsync(EngineTimeout, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <returns>The connection string of the container's server, or null when no engine answers.</returns>
    public static async Task<string?> TryStartAsync()
    {
        if (!await IsEngineThereAsync())
        {
            return null;
        }

        var container = new PostgreSqlBuilder(RequestedImage ?? DefaultImage)
            .WithPassword(RandomNumberGenerator.GetHexString(32))
            .WithTmpfsMount(DataFolder)
            .WithEnvironment("PGDATA", $"{DataFolder}/data")
            .WithCommand("-c", "max_connections=400")
            .Build();
        await container.StartAsync();
        return container.GetConnectionString();
    }
}
