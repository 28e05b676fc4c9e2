using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Launching;

/// <summary>A worker that was started and has yet to connect. Disposing it withdraws the expectation and closes the in-flight file.</summary>
/// <param name="process">The process; in thread mode a stand-in.</param>
/// <param name="expected">The number, token and process id that it must present.</param>
/// <param name="inFlight">The file that survives the process; this instance owns it. Null in thread mode.</param>
/// <param name="forget">Withdraws the expectation.</param>
internal sealed class Arrival(IWorkerProcess process, ExpectedWorker expected, InFlightFile? inFlight, Action<Arrival> forget) : IDisposable
{
    private readonly TaskCompletionSource<IpcConnection<WorkerMessage, SupervisorMessage>> _connected =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IWorkerProcess Process { get; } = process;

    public ExpectedWorker Expected { get; } = expected;

    public InFlightFile? InFlight { get; } = inFlight;

    /// <summary>Completes when the worker has connected and was authenticated; the awaiting caller owns the connection.</summary>
    public Task<IpcConnection<WorkerMessage, SupervisorMessage>> Connected => _connected.Task;

    /// <returns>False if the arrival was disposed already.</returns>
    public bool TryArrive(IpcConnection<WorkerMessage, SupervisorMessage> connection) => _connected.TrySetResult(connection);

    public void Dispose()
    {
        forget(this);
        _connected.TrySetCanceled();
        InFlight?.Dispose();
    }
}
