namespace TemplateWorker.Storage.Embedded;

/// <summary>Says which process runs a cluster. The kernel frees it when that process ends in any way.</summary>
internal sealed class ClusterLock : IDisposable
{
    private readonly FileStream _file;

    private ClusterLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or returns null when another process (or another cluster object in this one) has it.</summary>
    public static ClusterLock? TryTake(ClusterFolder folder)
    {
        try
        {
            return new ClusterLock(new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StorageException(
                StorageFault.EmbeddedFailed, $"The embedded cluster in {folder.Root} belongs to another user. Start as that user, or choose another folder.", exception);
        }
        catch (IOException) when (File.Exists(folder.Lock))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
