using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Registration;

public sealed class RegisterTests
{
    private const string Greeter = """on("hello", event => template.version);""";

    [DatabaseFact]
    public async Task A_folder_is_published_and_a_second_time_nothing_has_changed()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = OperatorFolder.Create();
        folder.WriteTemplate("guild:1", "greeter", Greeter);
        folder.WriteTemplate("guild:1", "farewell", """on("bye", require("./lib/word"));""");
        folder.WriteTemplate("guild:1", "farewell", """module.exports = () => "bye";""", "lib/word.js");
        folder.WriteTemplate("guild:2", "greeter", Greeter);

        var (firstCode, first) = await RegisterAsync(folder, database);
        var (secondCode, second) = await RegisterAsync(folder, database);
        folder.WriteTemplate("guild:2", "greeter", Greeter + "// changed");
        var (thirdCode, third) = await RegisterAsync(folder, database);

        (firstCode, secondCode, thirdCode).ShouldBe((0, 0, 0), string.Join('\n', first, second, third));
        first.ShouldContain("guild:1 farewell: version 1, on bye");
        first.ShouldContain("guild:1 greeter: version 1, on hello");
        first.ShouldContain("guild:2 greeter: version 1, on hello");
        first.ShouldContain("3 templates: 3 published, 0 unchanged, 0 refused");
        second.ShouldContain("3 templates: 0 published, 3 unchanged, 0 refused");
        third.ShouldContain("guild:2 greeter: version 2, on hello");
        third.ShouldContain("3 templates: 1 published, 2 unchanged, 0 refused");
        (await database.ReadAsync<long>("select count(*) from audit_log where action = 'templates.publish' and actor like 'command line %'")).ShouldBe(4);
    }

    [DatabaseFact]
    public async Task A_database_whose_schema_is_not_up_to_date_is_refused_with_the_command_that_helps()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        using var folder = OperatorFolder.Create();
        folder.WriteTemplate("guild:1", "greeter", Greeter);

        var (exitCode, output) = await RegisterAsync(folder, database);

        exitCode.ShouldBe(1, output);
        output.ShouldContain("--worker-type migrate");
        (await database.ReadAsync<long>("select count(*) from pg_tables where schemaname = 'public'")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_faulty_template_is_named_with_its_place_and_holds_up_no_other()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = OperatorFolder.Create();
        folder.WriteTemplate("guild:1", "broken", "on(\"a\", () => 1);\n\nconst = 5;\n");
        folder.WriteTemplate("guild:1", "greeter", Greeter);
        folder.WriteTemplate("guild:2", "throws", "on(\"a\", () => 1);\nthrow new Error(\"not today\");\n");

        var (exitCode, output) = await RegisterAsync(folder, database);

        exitCode.ShouldBe(1, output);
        output.ShouldContain("guild:1 broken: SyntaxError (index.js:3)");
        output.ShouldContain("guild:2 throws: ScriptError (index.js:2): ");
        output.ShouldContain("not today");
        output.ShouldContain("guild:1 greeter: version 1");
        output.ShouldContain("3 templates: 1 published, 0 unchanged, 2 refused");
    }

    [DatabaseFact]
    public async Task What_is_wrong_with_the_folder_is_told_at_once_and_nothing_is_published()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = OperatorFolder.Create();
        folder.WriteTemplate("guild:1", "greeter", Greeter);
        folder.WriteTemplate("guild:1", "no-entry", "// nothing", "lib.js");
        folder.WriteTemplate("guild:2", "bad-settings", Greeter);
        folder.WriteTemplate("guild:2", "bad-settings", "[1, 2]", "settings.json");

        var (exitCode, output) = await RegisterAsync(folder, database);

        exitCode.ShouldBe(2, output);
        output.ShouldContain("no-entry");
        output.ShouldContain("bad-settings");
        (await database.ReadAsync<long>("select count(*) from templates")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_supervisor_that_runs_takes_over_what_is_registered()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        using var folder = OperatorFolder.Create();
        folder.WriteTemplate("guild:1", "greeter", Greeter);
        (await supervisor.CallAsync("guild:1", "hello", new { })).Results.ShouldBeEmpty();

        for (var version = 1; version <= 2; version++)
        {
            folder.WriteTemplate("guild:1", "greeter", $"{Greeter} // {version}");
            (await RegisterAsync(folder, database)).ExitCode.ShouldBe(0);
            var found = 0;
            await Eventually.HoldsAsync(
                async () =>
                {
                    var results = (await supervisor.CallAsync("guild:1", "hello", new { })).Results;
                    return (found = results.Count == 0 ? 0 : (int)results[0]!["value"]!) == version;
                },
                () => $"Version {found} ran, not {version}.");
        }

        (await supervisor.WorkersAsync()).Select(worker => (int)worker!["restarts"]!).ShouldAllBe(restarts => restarts == 0);
    }

    private static async Task<(int ExitCode, string Output)> RegisterAsync(OperatorFolder folder, TestDatabase database)
    {
        await using var process = RunningProcess.Start(
            ["--worker-type", "register", "--templates", folder.Templates, "--config", folder.WriteConfig(database)]);
        return (await process.ExitCodeAsync(), process.Output);
    }
}
