using System.Net.Http.Json;
using System.Text.Json.Nodes;
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
    public async Task Templates_in_typescript_and_modules_are_published_without_what_belongs_to_editors_and_run_in_a_worker()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        using var folder = OperatorFolder.Create();
        folder.WriteTemplate("guild:1", "typed", "import { word } from './lib/word';\non<string>('hello', (event): string => `${word} ${event.name as string}`);", "index.ts");
        folder.WriteTemplate("guild:1", "typed", "export const word: string = 'typed';", "lib/word.ts");
        folder.WriteTemplate("guild:1", "typed", "// types only", "template-worker.d.ts");
        folder.WriteTemplate("guild:1", "typed", "{ /* with a comment */ }", "tsconfig.json");
        folder.WriteTemplate("guild:1", "typed", "not a template's", "node_modules/x/index.js");
        folder.WriteTemplate("guild:2", "module", "export default 1;\non('hello', () => 'module');", "index.mjs");
        folder.WriteTemplate("guild:2", "wrong", "const n: number = 1;\nimport { gone } from './gone';\non('hello', () => gone);", "index.ts");

        var (exitCode, output) = await RegisterAsync(folder, database);

        exitCode.ShouldBe(1, output);
        output.ShouldContain("guild:2 wrong: SyntaxError (index.ts:2:22): SyntaxError: Cannot find \"./gone\", which index.ts imports");
        output.ShouldContain("3 templates: 2 published, 0 unchanged, 1 refused");
        (await database.ReadAsync<string>("select string_agg(key, ' ' order by key) from template_versions, jsonb_object_keys(files) key where name = 'typed'"))
            .ShouldBe("index.ts lib/word.ts");
        await Eventually.HoldsAsync(
            async () => (await supervisor.CallAsync("guild:1", "hello", new { })).Results is [{ } result] && (string?)result["value"] == "typed hello",
            () => "The template in TypeScript did not run.");
        ((string?)(await supervisor.CallAsync("guild:2", "hello", new { })).Results.Single()!["value"]).ShouldBe("module");
    }

    [DatabaseFact]
    public async Task A_template_in_typescript_that_is_sent_over_HTTP_runs_and_fails_in_its_own_lines()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var files = new Dictionary<string, string>
        {
            ["index.ts"] = "import { half } from './half';\n\non<{ n: number }>('halve', ({ data }): number => half(data.n as number));",
            ["half.ts"] = "type N = number;\nexport function half(n: N): N {\n  const odd: boolean = n % 2 !== 0; if (odd) { throw new RangeError(`${n as N} is odd`); }\n  return n / 2;\n}",
        };

        using var published = await supervisor.Client.PutAsJsonAsync("/v1/tenants/guild/3/templates/typed", new { files });
        using var refused = await supervisor.Client.PutAsJsonAsync(
            "/v1/tenants/guild/3/templates/typed", new { files = new Dictionary<string, string>(files) { ["half.ts"] = "type N = number;\nexport const third = 3;" } });

        published.IsSuccessStatusCode.ShouldBeTrue(await published.Content.ReadAsStringAsync());
        ((int?)await supervisor.ValueAsync("guild:3", "halve", new { n = 8 })).ShouldBe(4);
        var error = (await supervisor.CallAsync("guild:3", "halve", new { n = 3 })).Results.Single()!["error"]!;
        ((string)error["message"]!).ShouldBe("RangeError: 3 is odd");
        ((string)error["stack"]!).ShouldStartWith("at half (half.ts:3:");
        ((string)error["stack"]!).ShouldContain("3 |   const odd: boolean = n % 2 !== 0; if (odd)");
        var problem = (await refused.Content.ReadFromJsonAsync<JsonNode>())!;
        ((string)problem["detail"]!).ShouldBe("SyntaxError: half.ts exports no half; of a type, write import type or export type");
        ((string?)problem["file"], (int?)problem["line"], (int?)problem["column"]).ShouldBe(("index.ts", 1, 10));
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
        output.ShouldMatch(@"guild:2 throws: ScriptError \(index\.js:2:\d+\): ");
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
