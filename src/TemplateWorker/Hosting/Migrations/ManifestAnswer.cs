using System.Text.Json;
using TemplateWorker.Administration;
using TemplateWorker.Cli;
using TemplateWorker.Storage.Embedded;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Manifest;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>Compares the migrations of this program with the manifest of a source tree, and that with the manifest of an earlier revision.</summary>
internal static class ManifestAnswer
{
    /// <param name="root">The root of the source tree.</param>
    /// <param name="revision">The earlier revision; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<MigrationsAnswer> RunAsync(string root, string? revision, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var path = Path.Combine(root, MigrationManifest.Path);
        if (File.Exists(path))
        {
            var manifest = MigrationManifest.Read(await File.ReadAllTextAsync(path, cancellationToken), faults);
            faults.AddRange(ManifestCheck.Itself(manifest));
            faults.AddRange(ManifestCheck.AgainstProgram(manifest, ManifestLine.Of(MigrationList.All)));
            faults.AddRange(revision is null ? [] : await CompareAsync(root, revision, manifest, cancellationToken));
        }
        else
        {
            faults.Add($"there is no {MigrationManifest.Path} in {root}: run it at the root of the source tree");
        }

        var report = new CheckReport(faults.Count == 0, faults);
        return new MigrationsAnswer(
            report.Passed ? ExitCode.Done : ExitCode.Failed,
            JsonSerializer.Serialize(report, MigrationsJson.Plain.CheckReport),
            report.Passed
                ? $"{Cell.Of(MigrationList.All.Count)} migrations agree with the manifest{(revision is null ? "" : $" and with {revision}")}"
                : string.Join('\n', faults));
    }

    private static async Task<IReadOnlyList<string>> CompareAsync(
        string root, string revision, IReadOnlyList<ManifestLine> manifest, CancellationToken cancellationToken)
    {
        var known = await GitAsync("rev-parse", "--verify", "--quiet", $"{revision}^{{commit}}");
        if (!known.Succeeded)
        {
            return [$"Git knows no revision {revision} in {root}"];
        }

        var earlier = await GitAsync("show", $"{revision}:{MigrationManifest.Path}");
        if (!earlier.Succeeded)
        {
            // A revision from before the manifest has nothing to compare with.
            return [];
        }

        var faults = new List<string>();
        var lines = MigrationManifest.Read(earlier.Output, faults);
        return [.. faults, .. ManifestCheck.AgainstRevision(manifest, lines, revision)];

        Task<ToolResult> GitAsync(params string[] arguments) => ToolRun.ExecuteAsync(["git", "-C", root, .. arguments], cancellationToken);
    }
}

/// <summary>Whether the migrations are fit to be released.</summary>
/// <param name="Passed">Whether there is no fault.</param>
/// <param name="Faults">A sentence each.</param>
internal sealed record CheckReport(bool Passed, IReadOnlyList<string> Faults);
