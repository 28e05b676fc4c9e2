using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

public sealed class DoctorTests
{
    private static readonly string[] OfDatabase = ["durability", "writes", "connections", "clock", "schema", "partitions"];

    [DatabaseFact]
    public async Task A_supervisor_that_may_start_gets_no_fault_and_every_check_has_a_line()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = OperatorFolder.Create();

        var (exitCode, output) = await RunAsync(folder.WriteConfig(database));

        exitCode.ShouldBe(0);
        foreach (var check in (string[])["configuration", "machine", "secrets", "addrs.http", "sandbox", "engine", "database", .. OfDatabase])
        {
            output.ShouldContain($" {check} ");
        }

        output.ShouldContain("no faults");
    }

    [DatabaseFact]
    public async Task What_a_supervisor_would_meet_is_told_with_its_remedy()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = OperatorFolder.Create();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await database.ExecuteAsync($"drop table history_{TimeProvider.System.GetUtcNow().AddMonths(1):yyyy_MM}");

        var environment = new Dictionary<string, string> { ["TEMPLATE_WORKER__ADDRS__HTTP"] = $"{taken.LocalEndpoint}" };
        await using var process = RunningProcess.Start(["doctor", "--config", folder.WriteConfig(database), "--json"], environment);
        var (exitCode, output) = (await process.ExitCodeAsync(), process.Output);

        exitCode.ShouldBe(0);
        var findings = Findings(output);
        findings["addrs.http"].ShouldBe(("warning", $"{taken.LocalEndpoint} is in use: by a supervisor that runs already, or by another program. Then stop it, or choose another port"));
        findings["partitions"].Verdict.ShouldBe("warning");
        findings["durability"].Verdict.ShouldBe("warning", "servers of tests do without the disk");
        findings["schema"].Verdict.ShouldBe("ok");
    }

    [DatabaseFact]
    public async Task Migrations_that_the_supervisor_may_not_apply_are_a_fault()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        using var folder = OperatorFolder.Create();

        var (mayApply, warned) = await RunAsync(folder.WriteConfig(database), "--json");
        var (mayNot, refused) = await RunAsync(folder.WriteConfig(database, "migrations:\n  on_start: check"), "--json");

        mayApply.ShouldBe(0);
        Findings(warned)["schema"].Verdict.ShouldBe("warning");
        mayNot.ShouldBe(1);
        Findings(refused)["schema"].Verdict.ShouldBe("fault");
        Findings(refused)["schema"].Detail.ShouldEndWith("--worker-type migrate");
        Findings(refused)["partitions"].Verdict.ShouldBe("skipped");
    }

    [DatabaseFact]
    public async Task A_migration_that_was_applied_by_other_statements_is_a_warning()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("update _migrations_applied set checksum = '1:00' where id = 'lanes'");
        using var folder = OperatorFolder.Create();

        var (exitCode, output) = await RunAsync(folder.WriteConfig(database), "--json");

        exitCode.ShouldBe(0);
        Findings(output)["schema"].ShouldBe(
            ("warning", "The database was changed by other statements than those of this version (lanes); 'template-worker migrations verify' names them"));
    }

    [DatabaseFact]
    public async Task Without_a_database_its_fault_is_told_and_what_depends_on_it_is_skipped()
    {
        using var folder = OperatorFolder.Create();

        var (exitCode, output) = await RunAsync(folder.WriteConfig("postgresql://nobody@127.0.0.1:1/none"), "--json");

        exitCode.ShouldBe(1);
        var findings = Findings(output);
        findings["database"].Verdict.ShouldBe("fault");
        findings["database"].Detail.ShouldContain("127.0.0.1:1");
        OfDatabase.ShouldAllBe(check => findings[check].Verdict == "skipped");
        findings["engine"].Verdict.ShouldBe("ok");
    }

    private static Dictionary<string, (string Verdict, string Detail)> Findings(string output) =>
        JsonNode.Parse(output)!["findings"]!.AsArray()
            .GroupBy(finding => finding!["check"]!.GetValue<string>(), StringComparer.Ordinal)
            .ToDictionary(
                check => check.Key,
                check => (check.Last()!["verdict"]!.GetValue<string>(), check.Last()!["detail"]!.GetValue<string>()),
                StringComparer.Ordinal);

    private static async Task<(int ExitCode, string Output)> RunAsync(string config, params string[] arguments)
    {
        await using var process = RunningProcess.Start(["doctor", "--config", config, .. arguments]);
        var exitCode = await process.ExitCodeAsync();
        return (exitCode, process.Output);
    }
}
