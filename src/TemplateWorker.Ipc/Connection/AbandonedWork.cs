using TemplateWorker.Ipc.InFlight;

namespace TemplateWorker.Ipc.Connection;

/// <summary>
/// The deliveries that were on the script threads of a worker process which ended together with its supervisor, as a power loss or the end of a
/// container's memory does it. Those deaths are not counted yet. Disposing deletes the file.
/// </summary>
public sealed class AbandonedWork : IDisposable
{
    private readonly string _path;

    private AbandonedWork(string path, int processId, IReadOnlyList<InFlightDelivery> deliveries)
    {
        _path = path;
        ProcessId = processId;
        Deliveries = deliveries;
    }

    /// <summary>The id that the worker process had; 0 when it never mapped its file, or withdrew it.</summary>
    public int ProcessId { get; }

    /// <summary>What was running. May be empty.</summary>
    public IReadOnlyList<InFlightDelivery> Deliveries { get; }

    /// <summary>Finds the files of processes that have ended, in the directories of supervisors that do not listen any more.</summary>
    /// <remarks>Call it before <see cref="IpcListener.Open"/>, which deletes those directories.</remarks>
    /// <param name="parentDirectory">Where the supervisors' directories are.</param>
    /// <param name="isAlive">Whether a process is a worker that still runs: it may be about to end by itself, which is no death.</param>
    public static IReadOnlyList<AbandonedWork> Find(string parentDirectory, Func<int, bool> isAlive)
    {
        List<AbandonedWork> found = [];
        foreach (var directory in AbandonedSockets.Directories(parentDirectory, IpcListener.DirectoryPrefix, IpcListener.SocketName))
        {
            try
            {
                foreach (var path in Directory.EnumerateFiles(directory, $"{InFlightFile.NamePrefix}*"))
                {
                    var (processId, deliveries) = InFlightFile.ReadAbandoned(path);
                    if (processId == 0 || !isAlive(processId))
                    {
                        found.Add(new AbandonedWork(path, processId, deliveries));
                    }
                }
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // It belongs to another user, or another supervisor has just deleted it.
            }
        }

        return found;
    }

    /// <summary>Deletes the file, so that the deaths are counted once. Harmless when repeated.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception undeleted) when (undeleted is IOException or UnauthorizedAccessException)
        {
            // The row's attempt number keeps a second count from having an effect.
        }
    }
}
