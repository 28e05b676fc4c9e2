namespace TemplateWorker.Ipc.Stage;

/// <summary>
/// A file that outlives a worker process and says which delivery was on which of its script threads when it died. The
/// supervisor makes it before it starts the process, reads it when the process is gone, and removes it.
/// </summary>
/// <remarks>What a process wrote into the mapped file stays there, however it died: the pages are the system's.</remarks>
public sealed class StageFile : IDisposable
{
    private readonly int _threads;

    private StageFile(string path, int threads)
    {
        Path = path;
        _threads = threads;
    }

    /// <summary>Where it is; the worker is told.</summary>
    public string Path { get; }

    /// <summary>Makes an empty stage that only its user can read and write.</summary>
    /// <param name="directory">Where; it must exist.</param>
    /// <param name="threads">How many script threads the worker has.</param>
    /// <exception cref="IpcException">The file cannot be made.</exception>
    public static StageFile Create(string directory, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var path = System.IO.Path.Combine(directory, $"stage-{Guid.NewGuid():N}");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            // Written, not only sized: a full disk shows here, not as a fatal signal in the worker.
            using var file = new FileStream(path, options);
            file.Write(new byte[threads * StageLayout.CellBytes]);
            return new StageFile(path, threads);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new IpcException(IpcFault.Endpoint, $"The stage file '{path}' cannot be made: {cause.Message}", cause);
        }
    }

    /// <summary>Reads what was on the threads. The process must be dead, so that nothing changes any more.</summary>
    /// <returns>None when the file is gone, or shorter than it was made: then nothing is known.</returns>
    public IReadOnlyList<StageCell> Read()
    {
        var bytes = new byte[_threads * StageLayout.CellBytes];
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.ReadExactly(bytes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        List<StageCell> cells = [];
        for (var thread = 0; thread < _threads; thread++)
        {
            if (StageLayout.Read(bytes.AsSpan(thread * StageLayout.CellBytes, StageLayout.CellBytes), thread) is { } cell)
            {
                cells.Add(cell);
            }
        }

        return cells;
    }

    /// <summary>Removes the file. What still has it mapped keeps its pages.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // Its directory goes with the supervisor.
        }
    }
}
