using System.Diagnostics;
using System.Globalization;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Deployment;

public sealed class DevScriptTests : IDisposable
{
    // Stands in for the SDK: `dotnet test NAME.dll` prints the output and leaves the report that the test prepared, and its
    // exit status. What it was told of PostgreSQL is part of the output.
    private const string FakeDotnet = """
        #!/usr/bin/env bash
        case $1 in
          --list-sdks) echo '10.0.100 [/fake]' ;;
          test)
            name=$(basename "$2" .dll)
            echo "output of $name on ${TEMPLATE_WORKER_TEST_POSTGRES_BIN-the default}, line one"
            echo "output of $name, line two"
            if [[ -f $PREPARED/$name.trx ]]; then cp "$PREPARED/$name.trx" "$4/${6#*LogFileName=}"; fi
            exit "$(cat "$PREPARED/$name.status")"
            ;;
        esac
        """;

    // Stands in for the search for versions.
    private const string FakePostgresVersion = """
        #!/usr/bin/env bash
        case $1 in
          all) echo '12 18' ;;
          12 | 18) echo "TEMPLATE_WORKER_TEST_POSTGRES_BIN=/postgres/$1/bin" ;;
          *) exit 1 ;;
        esac
        """;

    private const string Migrations = "src/TemplateWorker.Storage/Migrations";

    private readonly string _folder = Directory.CreateTempSubdirectory("dev-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_a_verb_the_script_lists_its_verbs()
    {
        var (status, output, _) = await RunAsync(RepositoryFiles.PathOf("dev"));

        status.ShouldBe(0);
        output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0])
            .ShouldBe(["setup", "demo", "up", "test", "bench", "siege", "attacks", "chaos", "schema", "migrations", "hooks", "mutate", "release"]);
    }

    [Fact]
    public async Task A_verb_that_does_not_exist_is_refused()
    {
        (await RunAsync(RepositoryFiles.PathOf("dev"), "tset")).Status.ShouldBe(1);
    }

    [Fact]
    public async Task The_results_of_all_test_projects_are_summed_in_the_last_line()
    {
        Prepare("A.Tests", status: 0, total: 10, executed: 8, passed: 8);
        Prepare("B.Tests", status: 0, total: 5, executed: 5, passed: 5);

        (await TestAsync()).ShouldBe((0, "13 passed, 0 failed, 2 skipped"));
    }

    [Fact]
    public async Task A_test_that_fails_fails_the_command_after_the_other_projects_ran()
    {
        Prepare("A.Tests", status: 1, total: 10, executed: 10, passed: 7);
        Prepare("B.Tests", status: 0, total: 5, executed: 5, passed: 5);

        (await TestAsync()).ShouldBe((1, "12 passed, 3 failed, 0 skipped"));
    }

    [Fact]
    public async Task A_project_in_which_no_test_ran_counts_as_a_failure()
    {
        Prepare("A.Tests", status: 0, total: 0, executed: 0, passed: 0);
        Prepare("B.Tests", status: 0, total: 5, executed: 5, passed: 5);

        (await TestAsync()).ShouldBe((1, "5 passed, 1 failed, 0 skipped"));
    }

    [Fact]
    public async Task A_test_host_that_died_counts_as_a_failure()
    {
        Prepare("A.Tests", status: 134, total: null, executed: 0, passed: 0);
        Prepare("B.Tests", status: 1, total: 5, executed: 5, passed: 5);

        (await TestAsync()).ShouldBe((1, "5 passed, 2 failed, 0 skipped"));
    }

    [Fact]
    public async Task The_output_of_a_project_that_failed_is_shown_whole_and_that_of_others_is_kept_in_a_file()
    {
        Prepare("A.Tests", status: 1, total: 10, executed: 10, passed: 7);
        Prepare("B.Tests", status: 0, total: 5, executed: 5, passed: 5);

        var (_, _, errors) = await RunTestsAsync();

        errors.ShouldContain("output of A.Tests on the default, line one\noutput of A.Tests, line two\nA.Tests: 7 passed, 3 failed, 0 skipped");
        errors.ShouldNotContain("output of B.Tests");
        File.ReadAllText(Path.Combine(_folder, "artifacts/test-results/B.Tests.log")).ShouldContain("output of B.Tests, line two");
    }

    [Fact]
    public async Task The_twenty_slowest_tests_are_listed()
    {
        Prepare("A.Tests", status: 0, total: 30, executed: 30, passed: 30);
        Prepare("B.Tests", status: 0, total: 1, executed: 1, passed: 1);

        var (_, _, errors) = await RunTestsAsync();

        var slowest = File.ReadAllLines(Path.Combine(_folder, "artifacts/test-results/slowest.txt"));
        slowest.Length.ShouldBe(20);
        slowest[0].ShouldBe("  90.5 s  A.Tests: Test 30 of \"A & B\"");
        slowest[1].ShouldBe("  87.5 s  A.Tests: Test 29 of \"A & B\"");
        errors.ShouldContain(string.Join('\n', slowest));
    }

    [Fact]
    public async Task On_a_version_of_postgres_the_tests_of_the_database_run_with_its_programs()
    {
        Prepare("TemplateWorker.Storage.Tests", status: 1, total: 10, executed: 10, passed: 9);
        Prepare("TemplateWorker.EndToEnd.Tests", status: 0, total: 5, executed: 5, passed: 5);
        Prepare("Other.Tests", status: 0, total: 5, executed: 5, passed: 5);

        var (status, last, errors) = await RunTestsAsync("--postgres", "12");

        (status, last).ShouldBe((1, "14 passed, 1 failed, 0 skipped"));
        errors.ShouldContain("output of TemplateWorker.Storage.Tests on /postgres/12/bin, line one");
    }

    [Fact]
    public async Task On_all_versions_of_postgres_the_storage_tests_run()
    {
        Prepare("TemplateWorker.Storage.Tests", status: 0, total: 10, executed: 10, passed: 10);
        Prepare("TemplateWorker.EndToEnd.Tests", status: 0, total: 5, executed: 5, passed: 5);

        (await TestAsync("--postgres", "all")).ShouldBe((0, "20 passed, 0 failed, 0 skipped"));
    }

    [Theory]
    [InlineData("--postgres", "11")]
    [InlineData("--postgres")]
    [InlineData("--postgress", "12")]
    public async Task A_version_or_an_argument_that_does_not_exist_is_refused_before_anything_is_built(params string[] arguments)
    {
        Prepare("A.Tests", status: 0, total: 1, executed: 1, passed: 1);

        var (status, _, errors) = await RunTestsAsync(arguments);

        status.ShouldNotBe(0);
        errors.ShouldNotContain("Building");
    }

    [Fact]
    public async Task A_new_migration_is_written_with_its_way_back_and_its_test_and_put_at_the_end_of_the_list()
    {
        CopyMigrations();

        var (status, _, errors) = await RunAsync(Path.Combine(_folder, "dev"), "migrations", "new", "key_owners", "Keys");

        status.ShouldBe(0, errors);
        Read($"{Migrations}/Steps/Keys/KeyOwners.cs").ShouldContain("class KeyOwners() : SqlMigration(\"key_owners\", \"\"\"\n");
        Read("tests/TemplateWorker.Storage.Tests/Migrations/Steps/Keys/KeyOwnersTests.cs").ShouldContain("Assert.Fail(");
        Read($"{Migrations}/MigrationList.cs").ShouldEndWith("        new Steps.Keys.KeyOwners(),\n    ];\n}\n");
    }

    [Theory]
    [InlineData("Key-Owners", "A migration's name has lower case, digits and underscores")]
    [InlineData("", "A migration's name has lower case, digits and underscores")]
    [InlineData("lanes", "There is a migration lanes already")]
    public async Task A_migration_whose_name_is_wrong_or_taken_is_not_written(string name, string expected)
    {
        CopyMigrations();

        var (status, _, errors) = await RunAsync(Path.Combine(_folder, "dev"), "migrations", "new", name, "Keys");

        status.ShouldBe(1);
        errors.ShouldContain(expected);
        Directory.Exists(Path.Combine(_folder, Migrations, "Steps/Keys")).ShouldBeFalse();
    }

    private void CopyMigrations()
    {
        foreach (var file in (string[])["dev", "eng/new-migration.bash", $"{Migrations}/manifest.tsv", $"{Migrations}/MigrationList.cs"])
        {
            CopyScript(file, file);
        }
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder, path));

    private void Prepare(string project, int status, int? total, int executed, int passed)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "tests", project));
        File.WriteAllText(Path.Combine(_folder, "tests", project, $"{project}.csproj"), "");
        File.WriteAllText(Path.Combine(_folder, $"{project}.status"), $"{status}");
        if (total is not null)
        {
            File.WriteAllText(
                Path.Combine(_folder, $"{project}.trx"),
                $"""
                <TestRun>
                  <Results>
                {string.Join('\n', Enumerable.Range(1, executed).Select(Result))}
                  </Results>
                  <ResultSummary outcome="Completed">
                    <Counters total="{total}" executed="{executed}" passed="{passed}" failed="{executed - passed}" error="0" notExecuted="0" />
                  </ResultSummary>
                </TestRun>
                """);
        }
    }

    private static string Result(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"""    <UnitTestResult testId="{number}" testName="Test {number} of &quot;A &amp; B&quot;" duration="00:{number / 20:00}:{number * 3 % 60:00}.5000000" startTime="" />""");

    private async Task<(int Status, string LastLine)> TestAsync(params string[] arguments)
    {
        var (status, lastLine, _) = await RunTestsAsync(arguments);
        return (status, lastLine);
    }

    private async Task<(int Status, string LastLine, string Errors)> RunTestsAsync(params string[] arguments)
    {
        CopyScript("dev", "dev");
        CopyScript("tests/run.bash", "tests/run.bash");

        // Copies keep the permission to be executed.
        CopyScript("dev", "dotnet");
        await File.WriteAllTextAsync(Path.Combine(_folder, "dotnet"), FakeDotnet);
        CopyScript("dev", "tests/postgres-version");
        await File.WriteAllTextAsync(Path.Combine(_folder, "tests/postgres-version"), FakePostgresVersion);
        var (status, output, errors) = await RunAsync(Path.Combine(_folder, "dev"), ["test", .. arguments]);
        return (status, output.TrimEnd().Split('\n')[^1], errors);
    }

    private void CopyScript(string path, string copy)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "tests"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, copy))!);
        File.Copy(RepositoryFiles.PathOf(path), Path.Combine(_folder, copy));
    }

    private async Task<ProgramRun> RunAsync(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments);
        start.Environment["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["PREPARED"] = _folder;
        start.Environment.Remove("TEMPLATE_WORKER_TEST_POSTGRES_BIN");
        return await ProgramRun.OfAsync(start);
    }
}
