namespace TemplateWorker.Storage.Backups;

/// <summary>Writes a file that only its owner may read. It has its name once it is complete and on the disk.</summary>
internal static class PrivateFile
{
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="write">Writes what it holds.</param>
    /// <exception cref="StorageException">The file cannot be written; one that was there is as before.</exception>
    public static async Task<T> WriteAsync<T>(string path, Func<Stream, Task<T>> write)
    {
        var partial = $"{path}.partial";
        try
        {
            T result;
            await using (var file = new FileStream(partial, Options()))
            {
                result = await write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
            return result;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.BackupFailed, $"{path} cannot be written: {fault.Message}", fault);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
