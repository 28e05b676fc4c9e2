using System.IO.MemoryMappedFiles;

namespace TemplateWorker.Ipc.InFlight;

/// <summary>The worker's side of an <see cref="InFlightFile"/>: records which delivery is on each script thread.</summary>
/// <remarks>Writes are plain stores into mapped memory. Threads may write at once, each to its own number only.</remarks>
public sealed class InFlightWriter : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _cells;

    private InFlightWriter(MemoryMappedFile file, MemoryMappedViewAccessor cells)
    {
        _file = file;
        _cells = cells;
    }

    /// <summary>Maps a file that the supervisor created.</summary>
    /// <param name="path">The value of <see cref="InFlightFile.Path"/>.</param>
    /// <exception cref="IpcException">The file is missing or cannot be mapped (<see cref="IpcFault.Endpoint"/>).</exception>
    public static InFlightWriter Open(string path)
    {
        try
        {
            // Opened as a stream, because CreateFromFile with a path would create a missing file.
            var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var file = MemoryMappedFile.CreateFromFile(
                stream, mapName: null, capacity: 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            var cells = file.CreateViewAccessor(0, stream.Length, MemoryMappedFileAccess.ReadWrite);
            cells.Write(InFlightLayout.ProcessOffset, Environment.ProcessId);
            return new InFlightWriter(file, cells);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IpcException(IpcFault.Endpoint, $"Cannot map the in-flight file '{path}': {cause.Message}", cause);
        }
    }

    /// <summary>Records that a delivery is on a thread from now on. Allocates nothing and makes no system call.</summary>
    /// <param name="thread">The number of the thread, from 0.</param>
    /// <param name="slot">The slot of the delivery.</param>
    /// <param name="id">The id of the delivery.</param>
    /// <param name="attempt">The number of attempts that have ended before this one.</param>
    public void Enter(int thread, int slot, long id, int attempt)
    {
        var cell = (long)thread * InFlightLayout.CellBytes;

        // The mark is cleared before the fields change and set after they have changed, with fences between. Wherever the
        // process is killed, a marked cell holds all fields of one delivery.
        _cells.Write(cell, 0L);
        Interlocked.MemoryBarrier();
        _cells.Write(cell + InFlightLayout.IdOffset, id);
        _cells.Write(cell + InFlightLayout.SlotOffset, slot);
        _cells.Write(cell + InFlightLayout.AttemptOffset, attempt);
        Interlocked.MemoryBarrier();
        _cells.Write(cell, InFlightLayout.Occupied);
        Interlocked.MemoryBarrier();
    }

    /// <summary>Records that a thread has no delivery. Allocates nothing and makes no system call.</summary>
    /// <param name="thread">The number of the thread, from 0.</param>
    public void Leave(int thread)
    {
        _cells.Write((long)thread * InFlightLayout.CellBytes, 0L);
        Interlocked.MemoryBarrier();
    }

    /// <summary>
    /// Records that this process ends for a reason that its deliveries have no part in. One store, which no thread that still writes can undo.
    /// </summary>
    public void Withdraw() => _cells.Write(InFlightLayout.ProcessOffset, InFlightLayout.Withdrawn);

    /// <summary>Unmaps the file without deleting it.</summary>
    public void Dispose()
    {
        _cells.Dispose();
        _file.Dispose();
    }
}
