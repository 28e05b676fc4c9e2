using System.Text.RegularExpressions;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Migrations;

/// <summary>A role without rights to change the schema, beside the one that owns it.</summary>
public sealed partial class LeastRightsTests
{
    [DatabaseFact]
    public async Task A_role_with_the_documented_rights_runs_templates_and_the_owner_makes_the_partitions()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var role = $"app_{Guid.NewGuid():N}"[..20];
        await database.ExecuteAsync($"create role {role} login password 'app'");
        try
        {
            await MigrateAsync(database);
            await database.ExecuteAsync(Grants().Replace(" app;", $" {role};", StringComparison.Ordinal));
            await database.ExecuteAsync("""
                do $$
                declare
                    partition regclass;
                begin
                    for partition in
                        select inhrelid::regclass from pg_inherits
                        where inhparent = 'history'::regclass and inhrelid <> 'history_default'::regclass
                    loop
                        execute format('drop table %s', partition);
                    end loop;
                end $$
                """);
            await using var supervisor = await RunningSupervisor.ListenAsync(
                database,
                "",
                new Dictionary<string, string>
                {
                    ["TEMPLATE_WORKER__META__POSTGRES_URL"] = OperatorFolder.KeywordForm(database, address =>
                    {
                        address.Username = role;
                        address.Password = "app";
                    }),
                    ["TEMPLATE_WORKER__META__MIGRATE_POSTGRES_URL"] = OperatorFolder.KeywordForm(database),
                },
                "--process-workers",
                "1");
            await supervisor.ReadyAsync();

            await supervisor.PublishAsync("guild:1", "count", "on('count', () => kv.increment('n'));");
            (await supervisor.ValueAsync("guild:1", "count", new { }))!.GetValue<int>().ShouldBe(1);
            (await database.ReadAsync<string>("select value::text from tenant_kv")).ShouldBe("1");
            (await database.ReadAsync<bool>($"select bool_and(usename = '{role}') from pg_stat_activity where query like '%tenant_kv%' and pid <> pg_backend_pid() and datname = '{database.Name}'"))
                .ShouldBeTrue();
        }
        finally
        {
            await database.ExecuteAsync($"drop owned by {role}; drop role {role}");
        }
    }

    [DatabaseFact]
    public async Task A_start_that_only_checks_refuses_a_schema_with_pending_migrations()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var (process, folder) = RunningSupervisor.StartProcess(
            database, "", new Dictionary<string, string> { ["TEMPLATE_WORKER__MIGRATIONS__ON_START"] = "check" });
        await using var _ = process;
        using var __ = folder;

        (await process.ExitCodeAsync()).ShouldBe(1);
        process.Output.ShouldContain("--worker-type migrate");
        process.Output.ShouldContain("migrations.on_start is check");
        (await database.ReadAsync<bool>("select to_regclass('_migrations_applied') is null")).ShouldBeTrue();
    }

    private static async Task MigrateAsync(TestDatabase database)
    {
        using var folder = OperatorFolder.Create();
        await using var migrate = RunningProcess.Start(
            ["--worker-type", "migrate", "--config", folder.WriteConfig(database)], new Dictionary<string, string>());
        (await migrate.ExitCodeAsync()).ShouldBe(0, migrate.Output);
    }

    private static string Grants() =>
        Block().Match(File.ReadAllText(RepositoryFiles.PathOf("docs/migrations.md"))).Groups["sql"].Value;

    [GeneratedRegex(@"<!-- grants:.*?```sql\n(?<sql>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Block();
}
