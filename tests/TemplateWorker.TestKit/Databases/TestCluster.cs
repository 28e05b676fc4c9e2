using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// A throw-away cluster for this test process. It is never stopped by us: the server notices the end of the process, also
/// a violent one, ends too and removes its folder. Test runners do not leave their hosts the time to do it themselves.
/// </summary>
internal static class TestCluster
{
    private const string FolderPrefix = "template-worker-test-";

    /// <returns>The connection string of the cluster.</returns>
    public static async Task<string> StartAsync()
    {
        RemoveLeftovers();
        var options = new EmbeddedClusterOptions
        {
            Directory = NewFolder(),
            Durability = ClusterDurability.Volatile,
            ProgramFolder = TestBinaries.Folder,
        };
        var cluster = await EmbeddedCluster.StartAsync(options, TimeProvider.System, CancellationToken.None);
        return cluster.ConnectionString;
    }

    /// <returns>The path of a folder that does not exist yet.</returns>
    public static string NewFolder() =>
        Path.Combine(Path.GetTempPath(), $"{FolderPrefix}{Environment.ProcessId}-{Guid.NewGuid():N}"[..40]);

    /// <summary>
    /// Removes what remains when the machine or the shell beside the server was stopped. A folder whose lock can be taken has
    /// lost its owner; one that never got a lock is either brand-new or old.
    /// </summary>
    public static void RemoveLeftovers()
    {
        var longAgo = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(10);
        foreach (var path in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            var folder = new ClusterFolder(path);
            if (File.Exists(folder.Lock) ? ServerState.Read(folder) is null : Directory.GetLastWriteTimeUtc(path) < longAgo)
            {
                Remove(folder);
            }
        }
    }

    private static void Remove(ClusterFolder folder)
    {
        try
        {
            using var held = ClusterLock.TryTake(folder);
            if (held is not null)
            {
                Directory.Delete(folder.Root, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Storage.StorageException)
        {
            // Another user's, or another test process removes it at this moment.
        }
    }
}
