using System.IO.MemoryMappedFiles;

namespace TemplateWorker.Ipc.Stage;

/// <summary>
/// A worker's end of a <see cref="StageFile"/>: notes what is on each script thread, with plain stores into mapped memory.
/// Each cell is written by its own thread alone.
/// </summary>
public sealed class StageWriter : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _cells;

    private StageWriter(MemoryMappedFile file, MemoryMappedViewAccessor cells)
    {
        _file = file;
        _cells = cells;
    }

    /// <summary>Maps a stage that the supervisor made.</summary>
    /// <exception cref="IpcException">The file is not there, or cannot be mapped.</exception>
    public static StageWriter Open(string path)
    {
        try
        {
            // Not by its path: the constructor with a path would make a missing file of no size.
            var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var file = MemoryMappedFile.CreateFromFile(
                stream, mapName: null, capacity: 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            return new StageWriter(file, file.CreateViewAccessor(0, stream.Length, MemoryMappedFileAccess.ReadWrite));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IpcException(IpcFault.Endpoint, $"The stage file '{path}' cannot be mapped: {cause.Message}", cause);
        }
    }

    /// <summary>Notes that a delivery is on a thread from now on. Without allocation and without a call to the system.</summary>
    public void Enter(int thread, int slot, long id, int attempt)
    {
        var cell = (long)thread * StageLayout.CellBytes;

        // The flag goes down before the fields change and up after they did, with fences between: wherever the process is
        // killed, a cell whose flag is up holds one delivery whole.
        _cells.Write(cell, 0L);
        Interlocked.MemoryBarrier();
        _cells.Write(cell + StageLayout.IdOffset, id);
        _cells.Write(cell + StageLayout.SlotOffset, slot);
        _cells.Write(cell + StageLayout.AttemptOffset, attempt);
        Interlocked.MemoryBarrier();
        _cells.Write(cell, StageLayout.Entered);
        Interlocked.MemoryBarrier();
    }

    /// <summary>Notes that nothing is on a thread any more.</summary>
    public void Leave(int thread)
    {
        _cells.Write((long)thread * StageLayout.CellBytes, 0L);
        Interlocked.MemoryBarrier();
    }

    /// <summary>Unmaps the file, which stays.</summary>
    public void Dispose()
    {
        _cells.Dispose();
        _file.Dispose();
    }
}
