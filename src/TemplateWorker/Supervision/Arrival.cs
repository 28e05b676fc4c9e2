using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision;

/// <summary>A worker that was started and is expected to connect. Disposing it stops expecting.</summary>
internal sealed class Arrival(IWorkerProcess process, ExpectedWorker expected, Action<Arrival> forget) : IDisposable
{
    private readonly TaskCompletionSource<IpcConnection<WorkerMessage, SupervisorMessage>> _connected =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IWorkerProcess Process { get; } = process;

    public ExpectedWorker Expected { get; } = expected;

    /// <summary>Completes when the worker has connected and proved itself; whoever awaits it owns the connection.</summary>
    public Task<IpcConnection<WorkerMessage, SupervisorMessage>> Connected => _connected.Task;

    /// <returns>False when nobody waits any more.</returns>
    public bool TryArrive(IpcConnection<WorkerMessage, SupervisorMessage> connection) => _connected.TrySetResult(connection);

    public void Dispose()
    {
        forget(this);
        _connected.TrySetCanceled();
    }
}
