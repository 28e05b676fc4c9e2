using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Launching;

/// <summary>
/// Accepts connections on the supervisor's socket, authenticates each worker and passes its connection to the
/// <see cref="Arrival"/> that expects it. Other connections are refused and logged. Thread-safe.
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

    /// <param name="listener">Owned and disposed by this instance.</param>
    /// <param name="handshake">Authenticates workers.</param>
    /// <param name="welcome">Makes the welcome of a worker from its number and the path of its in-flight file.</param>
    /// <param name="time">Measures the pause after descriptors or memory ran out.</param>
    /// <param name="logger">Logs refused connections.</param>
    public WorkerArrivals(IpcListener listener, SupervisorHandshake handshake, Func<int, string?, Welcome> welcome, TimeProvider time, ILogger<WorkerArrivals> logger)
    {
        _listener = listener;
        _handshake = handshake;
        _welcome = welcome;
        _time = time;
        _logger = logger;
        _accepting = AcceptAsync();
    }

    /// <summary>Starts a worker and expects its connection until the arrival is disposed.</summary>
    /// <param name="launcher">Starts it.</param>
    /// <param name="number">From 0.</param>
    /// <param name="inFlightThreads">Script threads that its in-flight file has cells for; 0 for no file.</param>
    /// <exception cref="IpcException">The in-flight file cannot be created.</exception>
    public Arrival Launch(IWorkerLauncher launcher, int number, int inFlightThreads)
    {
        var token = WorkerToken.Create();
        var launch = new WorkerLaunch(number, new WorkerInvitation(_listener.SocketPath, token));
        var inFlight = inFlightThreads == 0 ? null : InFlightFile.Create(Path.GetDirectoryName(_listener.SocketPath)!, inFlightThreads);

        // The lock is held during the start, so that a worker cannot connect before it is expected.
        lock (_gate)
        {
            try
            {
                var process = launcher.Launch(launch);
                var arrival = new Arrival(process, new ExpectedWorker(number, token, process.ProcessId), inFlight, Forget);
                _expected[number] = arrival;
                return arrival;
            }
            catch
            {
                inFlight?.Dispose();
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

    private Welcome Welcome(int number) => _welcome(number, FindArrival(number)?.InFlight?.Path);

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
                    // Out of descriptors or memory. The shortage is temporary, and workers must be accepted after it.
                    Log.CannotAccept(_logger, exhausted.Message);
                    await Task.Delay(PauseWhenExhausted, _time, _stopping.Token);
                    continue;
                }

                handshakes.RemoveWhere(handshake => handshake.IsCompleted);
                handshakes.Add(ShakeHandsAsync(peer));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(handshakes);
        }
    }

    private async Task ShakeHandsAsync(AcceptedPeer peer)
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
                // A starting supervisor connects to every socket of its user to find those that are abandoned, and says nothing.
                var level = refused.Reason == HandshakeRefusal.Disconnected ? LogLevel.Debug : LogLevel.Warning;
                Log.Refused(_logger, level, refused.Reason, refused.Message, peer.Credentials?.ProcessId);
            }
        }
        catch (OperationCanceledException)
        {
            // The supervisor stops; the peer was closed.
        }
        catch (Exception fault)
        {
            // A supervision loop: no peer may be able to end it.
            Log.HandshakeFailed(_logger, fault);
        }
    }

    private async Task HandOverAsync(SupervisorHandshakeResult.Accepted accepted)
    {
        Arrival? arrival;
        lock (_gate)
        {
            // A token is valid for one connection.
            _expected.Remove(accepted.Hello.WorkerNumber, out arrival);
        }

        if (arrival is null || !arrival.TryArrive(accepted.Connection))
        {
            await accepted.Connection.DisposeAsync();
        }
    }
}
