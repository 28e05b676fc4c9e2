using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Launching;

/// <summary>
/// The door: accepts connections on the supervisor's socket and hands each worker that proves itself to whoever started
/// it. Everybody else is refused and logged. Thread-safe.
/// </summary>
internal sealed partial class WorkerArrivals : IAsyncDisposable
{
    private static readonly TimeSpan PauseWhenExhausted = TimeSpan.FromSeconds(1);

    private readonly IpcListener _listener;
    private readonly SupervisorHandshake _handshake;
    private readonly Func<int, string?, Welcome> _welcome;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Arrival> _expected = [];
    private readonly Task _accepting;

    /// <param name="listener">Handed over: disposed with this.</param>
    /// <param name="handshake">How a worker proves itself.</param>
    /// <param name="welcome">What a worker is told, by its number and the path of its stage.</param>
    /// <param name="time">Measures the pause after the system ran out of something.</param>
    /// <param name="logger">Hears of those who were refused.</param>
    public WorkerArrivals(IpcListener listener, SupervisorHandshake handshake, Func<int, string?, Welcome> welcome, TimeProvider time, ILogger<WorkerArrivals> logger)
    {
        _listener = listener;
        _handshake = handshake;
        _welcome = welcome;
        _time = time;
        _logger = logger;
        _accepting = AcceptAsync();
    }

    /// <summary>Starts a worker and expects it. Disposing the arrival stops expecting it.</summary>
    /// <param name="launcher">How it is started.</param>
    /// <param name="number">From 0.</param>
    /// <param name="stageThreads">For how many script threads it gets a stage; 0 for none.</param>
    /// <exception cref="IpcException">The stage cannot be made.</exception>
    public Arrival Launch(IWorkerLauncher launcher, int number, int stageThreads)
    {
        var token = WorkerToken.Create();
        var launch = new WorkerLaunch(number, new WorkerInvitation(_listener.SocketPath, token));
        var stage = stageThreads == 0 ? null : InFlightFile.Create(Path.GetDirectoryName(_listener.SocketPath)!, stageThreads);

        // The lock is held over the start, so that no worker can knock before it is expected.
        lock (_gate)
        {
            try
            {
                var process = launcher.Launch(launch);
                var arrival = new Arrival(process, new ExpectedWorker(number, token, process.ProcessId), stage, Forget);
                _expected[number] = arrival;
                return arrival;
            }
            catch
            {
                stage?.Dispose();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private void Forget(Arrival arrival)
    {
        lock (_gate)
        {
            if (_expected.GetValueOrDefault(arrival.Expected.WorkerNumber) == arrival)
            {
                _expected.Remove(arrival.Expected.WorkerNumber);
            }
        }
    }

    private ExpectedWorker? Find(int number) => FindArrival(number)?.Expected;

    private Arrival? FindArrival(int number)
    {
        lock (_gate)
        {
            return _expected.GetValueOrDefault(number);
        }
    }

    private Welcome Welcome(int number) => _welcome(number, FindArrival(number)?.Stage?.Path);

    private async Task AcceptAsync()
    {
        var handshakes = new HashSet<Task>();
        try
        {
            while (true)
            {
                AcceptedPeer peer;
                try
                {
                    peer = await _listener.AcceptAsync(_stopping.Token);
                }
                catch (IpcException exhausted)
                {
                    // Out of descriptors or memory: that passes, and the door must be open when it has.
                    Log.CannotAccept(_logger, exhausted.Message);
                    await Task.Delay(PauseWhenExhausted, _time, _stopping.Token);
                    continue;
                }

                handshakes.RemoveWhere(handshake => handshake.IsCompleted);
                handshakes.Add(GreetAsync(peer));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(handshakes);
        }
    }

    private async Task GreetAsync(AcceptedPeer peer)
    {
        try
        {
            var result = await _handshake.RunAsync(peer, Find, Welcome, _stopping.Token);
            if (result is SupervisorHandshakeResult.Accepted accepted)
            {
                await HandOverAsync(accepted);
            }
            else if (result is SupervisorHandshakeResult.Refused refused)
            {
                Log.Refused(_logger, refused.Reason, refused.Message, peer.Credentials?.ProcessId);
            }
        }
        catch (OperationCanceledException)
        {
            // The supervisor stops; the peer was closed.
        }
        catch (Exception fault)
        {
            // A supervision loop: whoever knocks must not be able to end it.
            Log.HandshakeFailed(_logger, fault);
        }
    }

    private async Task HandOverAsync(SupervisorHandshakeResult.Accepted accepted)
    {
        Arrival? arrival;
        lock (_gate)
        {
            // Each token opens the door once.
            _expected.Remove(accepted.Hello.WorkerNumber, out arrival);
        }

        if (arrival is null || !arrival.TryArrive(accepted.Connection))
        {
            await accepted.Connection.DisposeAsync();
        }
    }
}
