using Npgsql;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Migrations;

public sealed class MigrateTests
{
    private const int Processes = 20;
    private const string Password = "pass-word-that-nobody-may-see";

    [DatabaseFact]
    public async Task Twenty_processes_at_once_on_an_empty_database_all_succeed_and_each_migration_ran_once()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        using var folder = OperatorFolder.Create();
        var config = folder.WriteConfig(database);
        var processes = Enumerable.Range(0, Processes).Select(_ => Migrate(config)).ToArray();
        try
        {
            foreach (var process in processes)
            {
                (await process.ExitCodeAsync()).ShouldBe(0, process.Output);
            }

            processes.SelectMany(process => process.Lines.SelectMany(AppliedId)).ShouldBe(Migrator.KnownIds, ignoreOrder: true);
            (await database.ReadTextsAsync("select id from _migrations_applied")).ShouldBe(Migrator.KnownIds, ignoreOrder: true);
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.DisposeAsync();
            }
        }
    }

    [DatabaseFact]
    public async Task A_database_that_is_up_to_date_has_nothing_to_do()
    {
        await using var database = await TestDatabase.CreateAsync();

        var (exitCode, output) = await MigrateAsync(OperatorFolder.KeywordForm(database));

        exitCode.ShouldBe(0, output);
        output.ShouldContain($"nothing to do: all {Migrator.KnownIds.Count} migrations are applied");
    }

    [DatabaseFact]
    public async Task A_migration_that_this_binary_does_not_know_is_refused_by_name()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("insert into _migrations_applied (id) values ('from_the_future'), ('and_another')");

        var (exitCode, output) = await MigrateAsync(OperatorFolder.KeywordForm(database));

        exitCode.ShouldBe(1, output);
        output.ShouldContain("from_the_future");
        output.ShouldContain("and_another");
        output.ShouldNotContain("Unhandled exception");
    }

    [DatabaseFact]
    public async Task A_supervisor_does_not_start_on_a_database_of_the_future()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("insert into _migrations_applied (id) values ('from_the_future')");
        var (process, folder) = RunningSupervisor.StartProcess(database, "", new Dictionary<string, string>());
        await using var _ = process;
        using var __ = folder;

        (await process.ExitCodeAsync()).ShouldBe(1);
        process.Output.ShouldContain("from_the_future");
    }

    public static TheoryData<string, string> Unreachable() => new()
    {
        { "wrong password", "password" },
        { "refused connection", "Nothing answers at 127.0.0.1:1" },
        { "missing database", "does not exist" },
        { "missing role", "password" },
    };

    [DatabaseTheory]
    [MemberData(nameof(Unreachable))]
    public async Task A_database_that_cannot_be_reached_is_a_clear_error_without_the_password(string trouble, string expected)
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var url = OperatorFolder.KeywordForm(database, connection => Break(connection, trouble));

        var (exitCode, output) = await MigrateAsync(url);

        exitCode.ShouldBe(1, output);
        output.ShouldContain(expected, Case.Insensitive);
        output.ShouldNotContain(Password);
        output.ShouldNotContain(new NpgsqlConnectionStringBuilder(database.ConnectionString).Password!);
        output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Flags_that_do_not_go_with_it_are_misuse()
    {
        await using var process = RunningProcess.Start(["--worker-type", "migrate", "--process-workers", "2"]);

        (await process.ExitCodeAsync()).ShouldBe(2);
        process.Output.ShouldContain("--process-workers");
    }

    private static void Break(NpgsqlConnectionStringBuilder connection, string trouble)
    {
        switch (trouble)
        {
            case "wrong password":
                connection.Password = Password;
                break;
            case "refused connection":
                (connection.Host, connection.Port, connection.Password) = ("127.0.0.1", 1, Password);
                break;
            case "missing database":
                connection.Database = "no_such_database";
                break;
            case "missing role":
                (connection.Username, connection.Password) = ("no_such_role", Password);
                break;
        }
    }

    private static RunningProcess Migrate(string config) => RunningProcess.Start(["--worker-type", "migrate", "--config", config]);

    private static async Task<(int ExitCode, string Output)> MigrateAsync(string postgresUrl)
    {
        using var folder = OperatorFolder.Create();
        await using var process = Migrate(folder.WriteConfig(postgresUrl));
        return (await process.ExitCodeAsync(), process.Output);
    }

    private static IEnumerable<string> AppliedId(string line)
    {
        var words = line.Split(' ');
        var start = Array.IndexOf(words, "Migration");
        return start >= 0 && words.Length > start + 2 && words[start + 2] == "applied" ? [words[start + 1]] : [];
    }
}
