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
            set checksum = '1:00', statements = statements || array['create index tenant_kv_key_c on tenant_kv ( key )']
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

    [DatabaseFact]
    public async Task A_plan_is_shown_and_applied_up_to_a_migration_and_then_wholly()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();

        var plan = await RunAsync(database, "plan");
        var first = await RunAsync(database, "apply", "--to", "cleanup_v8");
        var again = await RunAsync(database, "apply", "--to", "kv_generic");
        var planned = await RunAsync(database, "plan", "--json");
        var all = await RunAsync(database, "apply", "--json");

        plan.ExitCode.ShouldBe(0, plan.Output);
        plan.Output.ShouldContain("-- khronosvalue_v2: code runs between these statements");
        plan.Output.ShouldContain("--   tenant_kv: SHARE, reads the whole table, not there yet");
        plan.Output.ShouldContain($"-- {Migrator.KnownIds.Count} migrations are pending; no table with rows is rewritten");
        first.ExitCode.ShouldBe(0, first.Output);
        first.Output.ShouldContain("Migration cleanup_v8 applied in ");
        first.Output.ShouldContain($"4 of {Migrator.KnownIds.Count} migrations applied in ");
        again.Output.ShouldContain("nothing to do: kv_generic and all before it are applied");
        Json(planned.Output)["pending"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).ShouldBe(Migrator.KnownIds.Skip(4));
        Json(planned.Output)["pending"]![0]!["statements"]!.AsArray()[^1]!["tables"]![0]!.ShouldSatisfyAllConditions(
            table => table["lock"]!.GetValue<string>().ShouldBe("ACCESS EXCLUSIVE"), table => table["rows"]!.GetValue<long>().ShouldBe(0));
        Json(all.Output)["applied"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldBe(Migrator.KnownIds.Skip(4));
    }

    [DatabaseFact]
    public async Task A_schema_without_a_journal_is_taken_over_or_refused_with_the_difference()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("drop table _migrations_applied; alter table schedules add column extra int");

        var refused = await RunAsync(database, "baseline");
        await database.ExecuteAsync("alter table schedules drop column extra");
        var taken = await RunAsync(database, "baseline");
        var status = await RunAsync(database, "status");

        refused.ExitCode.ShouldBe(1, refused.Output);
        refused.Output.ShouldContain("column extra of schedules is not part of this version");
        refused.Output.ShouldContain("differs from that of this version in 1 place, so nothing was noted");
        taken.ExitCode.ShouldBe(0, taken.Output);
        taken.Output.ShouldContain($"{Migrator.KnownIds.Count} migrations are noted as applied");
        status.ExitCode.ShouldBe(0, status.Output);
    }

    [DatabaseFact]
    public async Task A_migration_is_undone_only_after_what_is_lost_was_told()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("insert into tenant_usage (owner_type, owner_id, kind) values ('guild', '1', 'keys')");

        var told = await RunAsync(database, "down", "tenant_usage");
        var still = await RunAsync(database, "status");
        var undone = await RunAsync(database, "down", "tenant_usage", "--yes");
        var final = await RunAsync(database, "down", "kv_generic", "--yes");

        told.ExitCode.ShouldBe(1, told.Output);
        told.Output.ShouldContain("tenant_usage: lost: table tenant_usage (1 row)");
        told.Output.ShouldContain("Nothing was changed. Take a backup; then --yes undoes these 6 migrations");
        still.ExitCode.ShouldBe(0, still.Output);
        undone.ExitCode.ShouldBe(0, undone.Output);
        undone.Output.ShouldContain("Migration tenant_usage undone in ");
        final.ExitCode.ShouldBe(1, final.Output);
        final.Output.ShouldContain("cannot be undone. Programs of that time");
        (await database.ReadTextsAsync("select id from _migrations_applied")).ShouldBe(
            Migrator.KnownIds.TakeWhile(id => id != "tenant_usage"), ignoreOrder: true);
    }

    [DatabaseFact]
    public async Task The_schema_is_printed_as_the_page_has_it()
    {
        await using var database = await TestDatabase.CreateAsync();

        var schema = await RunAsync(database, "schema");

        schema.ExitCode.ShouldBe(0, schema.Output);
        schema.Output.ShouldContain("create table tenant_usage (\n    owner_type text not null,\n");
    }

    [DatabaseTheory]
    [InlineData("kv_generic")]
    [InlineData("slots")]
    [InlineData("tenant_usage")]
    public async Task A_process_that_is_killed_between_two_migrations_leaves_what_the_next_one_completes(string last)
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        using var folder = OperatorFolder.Create();
        await using (var killed = RunningProcess.Start(["migrations", "apply", "--config", folder.WriteConfig(database)]))
        {
            await killed.LineAsync($"Migration {last} applied");
            killed.Kill();
            await killed.ExitCodeAsync();
        }

        (await RunAsync(database, "apply")).ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(0, run.Output));
        (await RunAsync(database, "status")).ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(0, run.Output));
        await database.ExecuteAsync("drop table _migrations_applied");
        (await RunAsync(database, "baseline")).ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(0, run.Output));
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
