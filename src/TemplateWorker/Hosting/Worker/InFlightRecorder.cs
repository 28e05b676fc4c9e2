using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Runs.InFlight;

namespace TemplateWorker.Hosting.Worker;

/// <summary>Records deliveries in flight in the file that the supervisor created for this worker process.</summary>
internal sealed class InFlightRecorder : IInFlightRecorder, IDisposable
{
    private readonly InFlightWriter _file;

    /// <exception cref="Ipc.IpcException">The file cannot be mapped.</exception>
    public InFlightRecorder(string path) => _file = InFlightWriter.Open(path);

    public void Enter(int thread, int slot, long id, int attempt) => _file.Enter(thread, slot, id, attempt);

    public void Leave(int thread) => _file.Leave(thread);

    /// <summary>The supervisor is gone, and this worker ends because of that and not because of what it runs.</summary>
    public void Forget() => _file.Withdraw();

    public void Dispose() => _file.Dispose();
}
