using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Runs.InFlight;

namespace TemplateWorker.Hosting.Worker;

/// <summary>Records deliveries in flight in the file that the supervisor created for this worker process.</summary>
internal sealed class InFlightRecorder : IInFlightRecorder, IDisposable
{
    private readonly InFlightWriter _file;
    private readonly string _path;

    /// <exception cref="Ipc.IpcException">The file cannot be mapped.</exception>
    public InFlightRecorder(string path)
    {
        _file = InFlightWriter.Open(path);
        _path = path;
    }

    public void Enter(int thread, int slot, long id, int attempt) => _file.Enter(thread, slot, id, attempt);

    public void Leave(int thread) => _file.Leave(thread);

    /// <summary>Deletes the file: the supervisor is gone, and this worker ends because of that and not because of what it runs.</summary>
    public void Forget()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception undeleted) when (undeleted is IOException or UnauthorizedAccessException)
        {
            // The next supervisor counts a death that was none; three of them would be needed for an effect.
        }
    }

    public void Dispose() => _file.Dispose();
}
