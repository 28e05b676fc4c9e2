using System.Text.RegularExpressions;

namespace TemplateWorker.Tests.Architecture;

/// <summary>Data flows one way: a layer knows only the layers after it. Held by the <c>using</c> lines of the sources.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>What the folders of the executable may name; Hosting, which wires everything, may name all.</summary>
    private static readonly Dictionary<string, string[]> Layers = new(StringComparer.Ordinal)
    {
        ["Administration"] = ["Cli.Operator", "Http.Answers", "Http.Contract", "Schedules", "Storage", "Configuration"],
        ["Cli"] = ["Configuration", "Schedules", "Storage.Lanes", "Storage.Logs"],
        ["Configuration"] = ["Storage.Connecting", "Storage.Lanes"],
        ["Telemetry"] = ["Configuration"],
        ["Supervision"] = ["Ipc", "Configuration", "Telemetry"],
        ["Leases"] = ["Supervision", "Storage", "Ipc.Messages", "Configuration", "Telemetry"],
        ["Schedules"] = ["Configuration", "Storage.Runs"],
        ["Timekeeping"] = ["Storage", "Schedules", "Configuration", "Telemetry"],
        ["Accepting"] = ["Supervision", "Storage", "Ipc.Messages", "Configuration", "Telemetry"],
        ["Http"] = ["Accepting", "Supervision", "Schedules", "Storage", "Ipc.Messages", "Configuration", "Telemetry"],
        ["Worker"] = ["Ipc", "Templates", "Storage.Lanes", "JavaScript", "Telemetry"],
        ["Templates"] = ["Storage", "Schedules", "JavaScript", "Configuration", "Telemetry"],
        ["Hosting"] = ["Administration", "Cli", "Configuration", "Telemetry", "Accepting", "Leases", "Schedules", "Timekeeping", "Supervision", "Http", "Worker", "Templates", "Ipc", "Storage", "JavaScript"],
    };

    [Fact]
    public void A_folder_of_the_executable_knows_only_the_layers_after_it()
    {
        var faults = new List<string>();
        foreach (var (path, lines) in SourceTree.Files("src/TemplateWorker"))
        {
            var folder = path.Split('/')[2];
            if (!folder.EndsWith(".cs", StringComparison.Ordinal))
            {
                faults.AddRange(Forbidden(path, lines, [folder, .. Layers[folder]]));
            }
        }

        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/TemplateWorker.Ipc", "Ipc")]
    [InlineData("src/TemplateWorker.JavaScript", "JavaScript")]
    [InlineData("src/TemplateWorker.Storage", "Storage")]
    public void A_library_knows_no_other_project_of_ours(string project, string own)
    {
        SourceTree.Files(project).SelectMany(file => Forbidden(file.Path, file.Lines, [own])).ShouldBeEmpty();
    }

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var faults = new List<string>();
        foreach (var (path, lines) in SourceTree.Files("src"))
        {
            var parts = path.Split('/');
            var expected = string.Join('.', parts[1..^1]);
            var declared = lines.Select(line => Namespace().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
            if (declared is not null && declared != expected && parts[^1] != "TenantId.cs")
            {
                faults.Add($"{path}: namespace {declared}, expected {expected}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Statements_are_written_in_the_storage_project_only()
    {
        SourceTree.Files("src")
            .Where(file => !file.Path.StartsWith("src/TemplateWorker.Storage", StringComparison.Ordinal))
            .SelectMany(file => file.Lines.Select((line, index) => (file.Path, line, Number: index + 1)))
            .Where(entry => entry.line.Contains("using Npgsql", StringComparison.Ordinal))
            .Select(entry => $"{entry.Path}:{entry.Number}: {entry.line}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Unsafe_code_lives_in_the_script_engine_only()
    {
        SourceTree.Files("src")
            .Where(file => !file.Path.StartsWith("src/TemplateWorker.JavaScript", StringComparison.Ordinal))
            .SelectMany(file => file.Lines.Select((line, index) => (file.Path, line, Number: index + 1)))
            .Where(entry => Unsafe().IsMatch(entry.line))
            .Select(entry => $"{entry.Path}:{entry.Number}: {entry.line}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_reads_the_environment_but_the_configuration_a_starting_worker_and_the_search_for_binaries()
    {
        string[] allowed =
        [
            "src/TemplateWorker/Configuration/ProcessEnvironment.cs",
            "src/TemplateWorker/Hosting/Worker/WorkerHost.cs",
            "src/TemplateWorker.Storage/Embedded/ServerBinaries.cs",
        ];
        SourceTree.Files("src")
            .Where(file => !allowed.Contains(file.Path))
            .SelectMany(file => file.Lines.Select((line, index) => (file.Path, line, Number: index + 1)))
            .Where(entry => entry.line.Contains("Environment.GetEnvironmentVariable", StringComparison.Ordinal)
                && !entry.line.TrimStart().StartsWith("///", StringComparison.Ordinal))
            .Select(entry => $"{entry.Path}:{entry.Number}: {entry.line}")
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Forbidden(string path, string[] lines, string[] allowed)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var match = Using().Match(lines[i]);
            var name = match.Groups[1].Value;
            if (match.Success && !allowed.Any(layer => name == layer || name.StartsWith($"{layer}.", StringComparison.Ordinal)))
            {
                yield return $"{path}:{i + 1}: must not know {name}";
            }
        }
    }

    [GeneratedRegex(@"^using (?:static |\w+ = )?TemplateWorker\.([\w.]+);")]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bunsafe\b|\bDllImport\b")]
    private static partial Regex Unsafe();
}
