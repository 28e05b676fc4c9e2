using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Migrations;

/// <summary><c>template-worker migrations</c>, as an operator runs it.</summary>
public sealed class MigrationsVerbTests
{
    [DatabaseFact]
    public async Task Status_tells_by_its_exit_code_how_the_schema_stands()
    {
        await using var current = await TestDatabase.CreateAsync();
        await using var empty = await TestDatabase.CreateEmptyAsync();

        (await RunAsync(current, "status")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(0, run.Output),
            run => run.Output.ShouldContain("MIGRATION "),
            run => run.Output.ShouldContain($"{Migrator.KnownIds.Count} applied. The schema is up to date."));
        (await RunAsync(empty, "status")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(3, run.Output),
            run => run.Output.ShouldContain($"{Migrator.KnownIds.Count} pending. 'template-worker migrations apply' applies what is pending."));
        await current.ExecuteAsync("insert into _migrations_applied (id) values ('from_the_future')");
        (await RunAsync(current, "status", "--json")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(4, run.Output),
            run => Json(run.Output)["state"]!.GetValue<string>().ShouldBe("unknown"),
            run => Json(run.Output)["migrations"]!.AsArray()[^1]!["id"]!.GetValue<string>().ShouldBe("from_the_future"));
    }

    [DatabaseFact]
    public async Task Drift_is_shown_and_recorded_knowingly()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("""
            update _migrations_applied
            set checksum = '1:00', statements = statements[1:1] || 'create index tenant_kv_key_c on tenant_kv ( key )'
            where id = 'kv_key_c'
            """);

        var verified = await RunAsync(database, "verify");
        var refused = await RunAsync(database, "repair");
        var repaired = await RunAsync(database, "repair", "--yes");
        var again = await RunAsync(database, "verify");

        verified.ExitCode.ShouldBe(4, verified.Output);
        verified.Output.ShouldContain("kv_key_c: statement 2 is not part of this version");
        verified.Output.ShouldContain("applied       create index tenant_kv_key_c on tenant_kv ( key )");
        refused.ExitCode.ShouldBe(2, refused.Output);
        repaired.ExitCode.ShouldBe(0, repaired.Output);
        repaired.Output.ShouldContain("recorded the statements of this version for 1 migration: kv_key_c");
        again.ExitCode.ShouldBe(0, again.Output);
    }

    private static JsonNode Json(string output) => JsonNode.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..])!;

    private static async Task<(int ExitCode, string Output)> RunAsync(TestDatabase database, params string[] arguments)
    {
        using var folder = OperatorFolder.Create();
        await using var process = RunningProcess.Start(["migrations", .. arguments, "--config", folder.WriteConfig(database)]);
        var exitCode = await process.ExitCodeAsync();
        return (exitCode, process.Output);
    }
}
