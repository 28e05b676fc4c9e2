using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Launching;

/// <summary>A worker that was started and is expected to connect. Disposing it stops expecting.</summary>
/// <param name="process">The process, or what stands for it.</param>
/// <param name="expected">How it proves itself.</param>
/// <param name="stage">What outlives it; handed over. Null when it has no process of its own.</param>
/// <param name="forget">Stops expecting.</param>
internal sealed class Arrival(IWorkerProcess process, ExpectedWorker expected, InFlightFile? stage, Action<Arrival> forget) : IDisposable
{
    private readonly TaskCompletionSource<IpcConnection<WorkerMessage, SupervisorMessage>> _connected =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IWorkerProcess Process { get; } = process;

    public ExpectedWorker Expected { get; } = expected;

    public InFlightFile? Stage { get; } = stage;

    /// <summary>Completes when the worker has connected and proved itself; whoever awaits it owns the connection.</summary>
    public Task<IpcConnection<WorkerMessage, SupervisorMessage>> Connected => _connected.Task;

    /// <returns>False when nobody waits any more.</returns>
    public bool TryArrive(IpcConnection<WorkerMessage, SupervisorMessage> connection) => _connected.TrySetResult(connection);

    public void Dispose()
    {
        forget(this);
        _connected.TrySetCanceled();
        Stage?.Dispose();
    }
}
