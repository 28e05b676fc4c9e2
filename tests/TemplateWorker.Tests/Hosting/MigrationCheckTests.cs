using System.Diagnostics;
using TemplateWorker.Cli;
using TemplateWorker.Hosting.Migrations;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Manifest;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Hosting;

/// <summary><c>migrations check</c> on source trees of the tests' own.</summary>
public sealed class MigrationCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task This_source_tree_passes()
    {
        var answer = await ManifestAnswer.RunAsync(RepositoryFiles.PathOf(""), revision: null, CancellationToken.None);

        answer.ExitCode.ShouldBe(ExitCode.Done, answer.Text);
        answer.Text.ShouldBe($"{MigrationList.All.Count} migrations agree with the manifest");
    }

    [Fact]
    public async Task A_migration_that_was_changed_since_a_revision_fails()
    {
        var manifest = MigrationManifest.Write(MigrationList.All);
        await CommitAsync(manifest.Replace($"\t{MigrationList.All[^1].Checksum}\t", "\t1:other\t", StringComparison.Ordinal), "earlier");
        await WriteAsync(manifest);

        var answer = await ManifestAnswer.RunAsync(_folder, "earlier", CancellationToken.None);

        answer.ExitCode.ShouldBe(ExitCode.Failed);
        answer.Text.ShouldBe($"{MigrationList.All[^1].Id} was changed since earlier: databases that had it keep the older statements, so append a migration instead");
        (await ManifestAnswer.RunAsync(_folder, revision: null, CancellationToken.None)).ExitCode.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public async Task A_migration_that_was_appended_since_a_revision_passes()
    {
        var manifest = MigrationManifest.Write(MigrationList.All);
        await CommitAsync(string.Join('\n', manifest.Split('\n')[..^2]), "earlier");
        await WriteAsync(manifest);

        (await ManifestAnswer.RunAsync(_folder, "earlier", CancellationToken.None)).Text.ShouldEndWith("agree with the manifest and with earlier");
    }

    [Fact]
    public async Task A_revision_from_before_the_manifest_has_nothing_to_compare_with_and_one_that_is_not_there_is_named()
    {
        await CommitAsync(manifest: null, "earlier");
        await WriteAsync(MigrationManifest.Write(MigrationList.All));

        (await ManifestAnswer.RunAsync(_folder, "earlier", CancellationToken.None)).ExitCode.ShouldBe(ExitCode.Done);
        (await ManifestAnswer.RunAsync(_folder, "no-such", CancellationToken.None)).Text.ShouldBe($"Git knows no revision no-such in {_folder}");
    }

    [Fact]
    public async Task Outside_of_a_source_tree_it_says_where_to_run() =>
        (await ManifestAnswer.RunAsync(_folder, revision: null, CancellationToken.None)).Text
            .ShouldBe($"there is no {MigrationManifest.Path} in {_folder}: run it at the root of the source tree");

    private async Task CommitAsync(string? manifest, string tag)
    {
        await WriteAsync(manifest);
        await GitAsync("init", "--quiet");
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "--message=one");
        await GitAsync("tag", tag);
    }

    private async Task WriteAsync(string? manifest)
    {
        if (manifest is not null)
        {
            var path = Path.Combine(_folder, MigrationManifest.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, manifest);
        }
    }

    private async Task GitAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["-C", _folder, .. arguments]) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, string.Join(' ', arguments));
    }
}
