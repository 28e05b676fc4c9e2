using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace TemplateWorker.TestKit.Databases;

/// <summary>A PostgreSQL container for this test process, for machines without a server but with a container engine.</summary>
internal static class TestContainer
{
    private const string Image = "postgres:16-alpine";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Whether a container engine answers.</summary>
    public static async Task<bool> IsEngineThereAsync() => await DockerAsync("version") is not null;

    /// <returns>The connection string of the container's server, or null when no engine answers.</returns>
    public static async Task<string?> TryStartAsync()
    {
        if (!await IsEngineThereAsync())
        {
            return null;
        }

        var password = RandomNumberGenerator.GetHexString(32);
        var container = await DockerAsync(
            "run", "--detach", "--rm", "--publish", "127.0.0.1::5432", "--tmpfs", "/var/lib/postgresql/data",
            "--env", $"POSTGRES_PASSWORD={password}", Image, "-c", "fsync=off", "-c", "max_connections=400")
            ?? throw new InvalidOperationException($"docker could not run {Image}.");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DockerAsync("rm", "--force", container).GetAwaiter().GetResult();
        var address = await DockerAsync("port", container, "5432/tcp")
            ?? throw new InvalidOperationException("docker does not say where the container listens.");
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse(address[(address.LastIndexOf(':') + 1)..]),
            Username = "postgres",
            Password = password,
            Database = "postgres",
            Pooling = false,
        };
        await WaitAsync(connection.ConnectionString);
        return connection.ConnectionString;
    }

    private static async Task WaitAsync(string connectionString)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }

    private static async Task<string?> DockerAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var complaints = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await complaints;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
