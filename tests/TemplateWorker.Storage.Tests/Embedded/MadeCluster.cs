using System.Diagnostics;
using TemplateWorker.Storage.Embedded;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Embedded;

/// <summary>A stopped cluster for tests that are about one that exists already. They take a copy, since initdb needs a second.</summary>
public sealed class MadeCluster : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"template-worker-{Guid.NewGuid():N}"[..32]);

    public async Task InitializeAsync()
    {
        if (TestBinaries.Exist)
        {
            var options = new EmbeddedClusterOptions { Directory = _folder, ProgramFolder = TestBinaries.Folder };
            await using var cluster = await EmbeddedCluster.StartAsync(options, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Copies it to a folder that does not exist, with owners and permissions.</summary>
    public async Task CopyToAsync(string folder)
    {
        using var copy = Process.Start("cp", ["--archive", _folder, folder]);
        await copy.WaitForExitAsync();
        copy.ExitCode.ShouldBe(0);
    }

    public Task DisposeAsync()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        return Task.CompletedTask;
    }
}
