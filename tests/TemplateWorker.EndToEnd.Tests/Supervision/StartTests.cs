using System.Net;
using System.Net.Sockets;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

public sealed class StartTests
{
    private const string Unhandled = "Unhandled exception";

    [DatabaseFact]
    public async Task A_connection_budget_that_the_server_cannot_hold_is_refused_with_the_sum()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (process, folder) = RunningSupervisor.StartProcess(
            database, "", new Dictionary<string, string>(), "--process-workers", "3", "--max-db-connections", "300");
        await using var _ = process;
        using var __ = folder;

        (await process.ExitCodeAsync()).ShouldBe(2);
        process.Output.ShouldContain("3 × 300 = 900 connections and the supervisor 13, 913 in all");
        process.Output.ShouldNotContain(Unhandled);
    }

    [DatabaseFact]
    public async Task A_port_that_is_taken_is_a_clear_error()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var environment = new Dictionary<string, string> { ["TEMPLATE_WORKER__ADDRS__HTTP"] = taken.LocalEndpoint.ToString()! };
        var (process, folder) = RunningSupervisor.StartProcess(database, "", environment);
        await using var _ = process;
        using var __ = folder;

        (await process.ExitCodeAsync()).ShouldBe(1);
        process.Output.ShouldContain($"Cannot listen on {taken.LocalEndpoint} (addrs.http)");
        process.Output.ShouldNotContain(Unhandled);
        process.Output.ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
        (await database.ReadAsync<long>("select count(*) from slots where owner is not null")).ShouldBe(0);
        (await database.ReadAsync<long>("select count(*) from supervisors")).ShouldBe(0);
        Directory.GetDirectories(folder.Temporary, "template-worker-*").ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_temporary_folder_in_which_no_socket_can_be_made_is_a_clear_error()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = OperatorFolder.Create();
        using var _ = folder;
        var missing = Path.Combine(folder.Path, "missing");
        await using var process = RunningProcess.Start(
            ["--config", folder.WriteConfig(database), "--process-workers", "1"], new Dictionary<string, string> { ["TMPDIR"] = missing });

        (await process.ExitCodeAsync()).ShouldBe(1);
        process.Output.ShouldContain(missing);
        process.Output.ShouldContain("Cannot create the socket");
        process.Output.ShouldNotContain(Unhandled);
    }
}
