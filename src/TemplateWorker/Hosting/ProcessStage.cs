using TemplateWorker.Ipc.Stage;
using TemplateWorker.Runs.Scheduling;

namespace TemplateWorker.Hosting;

/// <summary>The stage of a worker process: the file that its supervisor made.</summary>
internal sealed class ProcessStage : IInFlightRecorder, IDisposable
{
    private readonly StageWriter _file;

    /// <exception cref="Ipc.IpcException">The file cannot be mapped.</exception>
    public ProcessStage(string path)
    {
        _file = StageWriter.Open(path);
    }

    public void Enter(int thread, int slot, long id, int attempt) => _file.Enter(thread, slot, id, attempt);

    public void Leave(int thread) => _file.Leave(thread);

    public void Dispose() => _file.Dispose();
}
