using System.Diagnostics;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Deployment;

public sealed class DevScriptTests : IDisposable
{
    // Stands in for the SDK: `dotnet test NAME.dll` leaves the report that the test prepared, and its exit status.
    private const string FakeDotnet = """
        #!/usr/bin/env bash
        case $1 in
          --list-sdks) echo '10.0.100 [/fake]' ;;
          test)
            name=$(basename "$2" .dll)
            mkdir -p "$4"
            if [[ -f $PREPARED/$name.trx ]]; then cp "$PREPARED/$name.trx" "$4/$name.trx"; fi
            exit "$(cat "$PREPARED/$name.status")"
            ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dev-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_a_verb_the_script_lists_its_verbs()
    {
        var (status, output) = await RunAsync(RepositoryFiles.PathOf("dev"));

        status.ShouldBe(0);
        output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0])
            .ShouldBe(["setup", "demo", "up", "test", "bench", "chaos", "mutate", "release"]);
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
                  <ResultSummary outcome="Completed">
                    <Counters total="{total}" executed="{executed}" passed="{passed}" failed="{executed - passed}" error="0" notExecuted="0" />
                  </ResultSummary>
                </TestRun>
                """);
        }
    }

    private async Task<(int Status, string LastLine)> TestAsync()
    {
        File.Copy(RepositoryFiles.PathOf("dev"), Path.Combine(_folder, "dev"));

        // A copy keeps the permission to be executed.
        var dotnet = Path.Combine(_folder, "dotnet");
        File.Copy(RepositoryFiles.PathOf("dev"), dotnet);
        await File.WriteAllTextAsync(dotnet, FakeDotnet);
        var (status, output) = await RunAsync(Path.Combine(_folder, "dev"), "test");
        return (status, output.TrimEnd().Split('\n')[^1]);
    }

    private async Task<(int Status, string Output)> RunAsync(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["PREPARED"] = _folder;
        using var script = Process.Start(start)!;
        var errors = script.StandardError.ReadToEndAsync();
        var output = await script.StandardOutput.ReadToEndAsync();
        await errors;
        await script.WaitForExitAsync();
        return (script.ExitCode, output);
    }
}
