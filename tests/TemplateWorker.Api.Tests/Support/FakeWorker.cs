using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Api.Tests.Support;

/// <summary>One worker of <see cref="FakeWorkers"/>.</summary>
internal sealed class FakeWorker : IWorkerProcess
{
    private readonly FakeWorkers _workers;
    private readonly CancellationTokenSource _killed = new();

    public FakeWorker(FakeWorkers workers, WorkerLaunch launch)
    {
        _workers = workers;
        Exited = RunAsync(launch);
    }

    public int ProcessId => Environment.ProcessId;

    public Task<string> Exited { get; }

    public ProcessActivity? Activity => null;

    public void Kill() => _killed.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _killed.CancelAsync();
        await Exited;
        _killed.Dispose();
    }

    private async Task<string> RunAsync(WorkerLaunch launch)
    {
        await Task.Yield();
        var handshake = new WorkerHandshake(BuildId.Of(typeof(FakeWorker).Assembly), FakeWorkers.Link, TimeProvider.System);
        if (await handshake.RunAsync(launch.Invitation, launch.Number, CancellationToken.None) is not WorkerHandshakeResult.Accepted accepted)
        {
            return "it was refused";
        }

        await using var connection = accepted.Connection;
        using var closing = _killed.Token.Register(() => _ = connection.DisposeAsync().AsTask());
        connection.TrySend(new Ready("fake", 1));
        await connection.RunAsync(message => Receive(connection, message), CancellationToken.None);
        return "the test ended it";
    }

    private void Receive(IpcConnection<SupervisorMessage, WorkerMessage> connection, SupervisorMessage message)
    {
        _workers.Received.Add(message);
        WorkerMessage? answer = message switch
        {
            Dispatch dispatch => _workers.OnDispatch(dispatch),
            CheckTemplate check => _workers.OnCheck(check),
            AssignSlots assign => new SlotsReleased(assign.Epoch),
            HandDeliveries handed => _workers.OnHand(handed),
            Drain => new Goodbye(GoodbyeReason.Drained, "nothing was left"),
            _ => null,
        };
        if (answer is not null)
        {
            connection.TrySend(answer);
        }

        if (message is Drain)
        {
            Kill();
        }
    }
}
