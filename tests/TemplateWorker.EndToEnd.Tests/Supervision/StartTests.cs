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
    public async Task A_supervisor_takes_no_slots_from_another_before_its_workers_are_ready()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await RunningSupervisor.StartAsync(database);
        await OwnersAsync(database, 1);

        await using var second = await RunningSupervisor.ListenAsync(database, "", StartupHook.Environment, "--process-workers", "1");
        IReadOnlyList<int> stopped = [];
        await Eventually.HoldsAsync(
            () => Task.FromResult((stopped = [.. Processes.WorkersOf(second.Process.Id).Where(Processes.IsStopped)]).Count == 1),
            () => second.Process.Output);

        (await database.ReadAsync<long>("select count(*) from supervisors")).ShouldBe(1);
        Processes.Signal(stopped[0], Signals.Cont);
        await OwnersAsync(database, 2);
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

    [DatabaseFact]
    public async Task Too_few_open_files_are_a_clear_error_with_the_remedy()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = OperatorFolder.Create();
        await using var process = RunningProcess.StartUnder(
            ["prlimit", "--nofile=200:200"],
            ["--config", folder.WriteConfig(database), "--process-workers", "2"],
            new Dictionary<string, string> { ["TMPDIR"] = folder.Temporary });

        (await process.ExitCodeAsync()).ShouldBe(2);
        process.Output.ShouldContain("The limit of open files is 200 (ulimit -n); 2 workers and the supervisor need at least 272");
        process.Output.ShouldContain("LimitNOFILE");
        process.Output.ShouldNotContain(Unhandled);
    }

    [DatabaseFact]
    public async Task More_memory_for_workers_than_the_machine_has_is_a_warning()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.ListenAsync(database, """
            workers:
              memory: 900GiB
            """);

        supervisor.Process.Output.ShouldContain("2 workers may hold 921600 MiB each (workers.count, workers.memory), 1843200 MiB in all");
    }

    [DatabaseFact]
    public async Task A_configuration_with_a_token_that_others_may_open_and_a_start_as_root_are_warnings()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.ListenAsync(database);
        var config = Path.Combine(Path.GetDirectoryName(supervisor.Temporary)!, "config.yaml");

        supervisor.Process.Output.ShouldContain($"{config} holds a secret, but others than its owner may open it (mode 0");
        supervisor.Process.Output.ShouldContain($"chmod 600 {config}");
        supervisor.Process.Output.Contains("Started as root", StringComparison.Ordinal).ShouldBe(Environment.IsPrivilegedProcess);
    }

    private static Task OwnersAsync(TestDatabase database, int owners) => Eventually.HoldsAsync(
        async () => await database.ReadAsync<long>("select count(distinct owner) from slots") == owners, () => $"{owners} supervisors do not hold slots.");
}
