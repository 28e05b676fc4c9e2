using TemplateWorker.Cli;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Supervision;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Deployment;

/// <summary>Holds the unit for systemd against the code that it starts.</summary>
public sealed class ServiceUnitTests
{
    private const string Unit = "deploy/systemd/template-worker.service";
    private static readonly ILookup<string, string> Settings = File.ReadLines(RepositoryFiles.PathOf(Unit))
        .Where(line => line.Contains('=') && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2))
        .ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    [Fact]
    public void It_starts_a_pool_of_processes_with_a_configuration_of_its_own()
    {
        var words = Setting("ExecStart").Split(' ');

        words[..2].ShouldBe(["/usr/bin/dotnet", "/opt/template-worker/template-worker.dll"]);
        var run = CommandParser.Parse(words[2..]).ShouldBeOfType<RunSupervisor>();
        run.Mode.ShouldBe(WorkerMode.ProcessPool);
        words.ShouldContain("/etc/template-worker/config.yaml");
    }

    [Fact]
    public void It_waits_longer_than_running_work_is_given_and_does_not_repeat_a_wrong_configuration()
    {
        TimeSpan.FromSeconds(int.Parse(Setting("TimeoutStopSec"))).ShouldBeGreaterThan(new WorkersOptions().DrainTimeout + TimeSpan.FromSeconds(5));
        Setting("KillMode").ShouldBe("mixed", "workers are drained by their supervisor");
        Setting("RestartPreventExitStatus").ShouldBe($"{(int)ExitCode.Misuse}");
    }

    [ProgramFact("systemd-analyze")]
    public async Task Systemd_finds_no_fault_in_it()
    {
        var folder = Directory.CreateTempSubdirectory("unit-").FullName;
        var copy = Path.Combine(folder, Path.GetFileName(Unit));
        // The machine of the test has no program of ours installed, and dotnet at another place.
        File.WriteAllText(copy, File.ReadAllText(RepositoryFiles.PathOf(Unit)).Replace("ExecStart=/usr/bin/dotnet", "ExecStart=/bin/true", StringComparison.Ordinal));

        var (status, output, errors) = await ProgramRun.OfAsync("systemd-analyze", "verify", copy);

        (output + errors).ShouldNotContain(Path.GetFileName(Unit));
        status.ShouldBe(0, output + errors);
        Directory.Delete(folder, recursive: true);
    }

    private static string Setting(string name) => Settings[name].ShouldHaveSingleItem();
}
