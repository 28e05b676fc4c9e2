namespace TemplateWorker.Ipc.InFlight;

/// <summary>
/// Says which delivery was on which script thread when a worker process died. The supervisor creates the file before it
/// starts the process, reads it after the process has ended, and deletes it.
/// </summary>
/// <remarks>
/// The worker maps the file into its memory. What it wrote survives any kind of death, because the pages belong to the
/// kernel. Not thread-safe.
/// </remarks>
public sealed class InFlightFile : IDisposable
{
    internal const string NamePrefix = "in-flight-";

    private readonly int _threads;

    private InFlightFile(string path, int threads)
    {
        Path = path;
        _threads = threads;
    }

    /// <summary>The absolute or relative path, as <see cref="InFlightWriter.Open"/> takes it.</summary>
    public string Path { get; }

    /// <summary>Creates an empty file that only its owner can read and write (mode 0600).</summary>
    /// <param name="directory">An existing directory.</param>
    /// <param name="threads">The number of script threads of the worker, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than 1.</exception>
    /// <exception cref="IpcException">The file cannot be created (<see cref="IpcFault.Endpoint"/>).</exception>
    public static InFlightFile Create(string directory, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var path = System.IO.Path.Combine(directory, $"{NamePrefix}{Guid.NewGuid():N}");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            // Zeros are written instead of setting the length, so that a full disk is an error here and not SIGBUS in the worker.
            using var file = new FileStream(path, options);
            file.Write(new byte[threads * InFlightLayout.CellBytes]);
            return new InFlightFile(path, threads);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new IpcException(IpcFault.Endpoint, $"Cannot create the in-flight file '{path}': {cause.Message}", cause);
        }
    }

    /// <summary>Reads the deliveries. The process must have ended, so that the file no longer changes.</summary>
    /// <returns>Empty also when the file is missing or shorter than it was created, because nothing is known then.</returns>
    public IReadOnlyList<InFlightDelivery> Read()
    {
        var bytes = new byte[_threads * InFlightLayout.CellBytes];
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.ReadExactly(bytes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return Read(bytes);
    }

    /// <summary>Reads a file whose supervisor has ended.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static (int ProcessId, IReadOnlyList<InFlightDelivery> Deliveries) ReadAbandoned(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var process = bytes.Length < InFlightLayout.CellBytes ? 0 : InFlightLayout.ReadProcess(bytes);
        return process is 0 or InFlightLayout.Withdrawn ? (0, []) : (process, Read(bytes));
    }

    private static List<InFlightDelivery> Read(byte[] bytes)
    {
        List<InFlightDelivery> deliveries = [];
        for (var thread = 0; thread < bytes.Length / InFlightLayout.CellBytes; thread++)
        {
            if (InFlightLayout.Read(bytes.AsSpan(thread * InFlightLayout.CellBytes, InFlightLayout.CellBytes), thread) is { } delivery)
            {
                deliveries.Add(delivery);
            }
        }

        return deliveries;
    }

    /// <summary>Deletes the file. A process that still maps it keeps its pages. Harmless when repeated.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception undeleted) when (undeleted is IOException or UnauthorizedAccessException)
        {
            // The supervisor deletes the directory when it stops.
        }
    }
}
