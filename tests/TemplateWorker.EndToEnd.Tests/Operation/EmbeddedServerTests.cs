using System.Globalization;
using System.Net.Http.Json;
using Npgsql;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.Storage.Embedded;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

/// <summary>The program with a PostgreSQL server of its own.</summary>
public sealed class EmbeddedServerTests : IDisposable
{
    private const int Sigkill = 9;
    private const int Events = 30;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"template-worker-{Guid.NewGuid():N}"[..32]);

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [EmbeddedFact]
    public async Task A_server_that_is_killed_is_started_again_and_events_run_on()
    {
        await using var unused = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(
            unused, "", new Dictionary<string, string> { ["TEMPLATE_WORKER__META__POSTGRES_URL"] = $"embedded:{_folder}" });
        await supervisor.PublishAsync("guild:1", "count", "on('count', () => kv.increment('n')); on('read', () => kv.get('n'));");

        for (var sent = 1; sent <= Events; sent++)
        {
            using var response = await supervisor.Client.PostAsJsonAsync("/v1/tenants/guild/1/events", new { name = "count" });
            ((int)response.StatusCode).ShouldBe(202);
            if (sent == Events / 2)
            {
                Processes.Signal(ServerProcess(), Sigkill);
                await supervisor.Process.LineAsync("runs again after");
                await supervisor.ReadyAsync();
            }
        }

        await Eventually.HoldsAsync(
            async () => (int?)await supervisor.ValueAsync("guild:1", "read", new { }) >= Events, () => supervisor.Process.Output);
        ((int?)await supervisor.ValueAsync("guild:1", "read", new { })).ShouldBe(Events);
        supervisor.Process.IsRunning.ShouldBeTrue();
    }

    [EmbeddedFact]
    public async Task Workers_connect_as_a_role_that_can_do_nothing_but_read_and_write_rows()
    {
        await using var unused = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(
            unused, "", new Dictionary<string, string> { ["TEMPLATE_WORKER__META__POSTGRES_URL"] = $"embedded:{_folder}" }, "--process-workers", "1");
        await supervisor.PublishAsync("guild:1", "count", "on('count', () => kv.increment('n'));");
        (await supervisor.ValueAsync("guild:1", "count", new { }))!.GetValue<int>().ShouldBe(1);
        await supervisor.RestartWorkerAsync(0);
        await supervisor.ReplacedAsync(0);
        (await supervisor.ValueAsync("guild:1", "count", new { }))!.GetValue<int>().ShouldBe(2);

        await using var joined = await EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions { Directory = _folder }, TimeProvider.System, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(joined.ConnectionString);
        await using var connections = source.CreateCommand(
            "select count(*) from pg_stat_activity where usename = 'template_worker_run' and datname = current_database()");
        ((long)(await connections.ExecuteScalarAsync())!).ShouldBeGreaterThan(0);
    }

    private int ServerProcess() =>
        int.Parse(File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
}
