using System.Collections.Concurrent;
using System.Net.Sockets;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Forwards TCP connections to a database until one of them is frozen: then nothing passes through it, and neither end is told.</summary>
internal sealed class FreezingProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Line, bool> _lines = [];
    private readonly DatabaseForwarder _forwarder;

    private FreezingProxy(TestDatabase database) => _forwarder = DatabaseForwarder.Start(database, ForwardAsync);

    public int Port => _forwarder.Port;

    /// <summary>Starts it before the server of a test's database.</summary>
    public static FreezingProxy Start(TestDatabase database) => new(database);

    /// <summary>Freezes one of the connections through which bytes passed in the last moment.</summary>
    /// <returns>Whether there was one.</returns>
    public bool FreezeOne(Random random)
    {
        var busy = _lines.Keys.Where(line => line.IsBusy).ToArray();
        if (busy.Length == 0)
        {
            return false;
        }

        busy[random.Next(busy.Length)].Freeze();
        return true;
    }

    public ValueTask DisposeAsync() => _forwarder.DisposeAsync();

    private async Task ForwardAsync(Socket client, Socket server, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var line = new Line(ended.Token);
        _lines[line] = true;
        try
        {
            await Task.WhenAny(
                DatabaseForwarder.PumpAsync(client, server, line.PassAsync, ended.Token),
                DatabaseForwarder.PumpAsync(server, client, line.PassAsync, ended.Token));
        }
        finally
        {
            _lines.TryRemove(line, out _);
            await ended.CancelAsync();
        }
    }

    /// <summary>One connection.</summary>
    /// <param name="ended">When it is over, frozen or not.</param>
    private sealed class Line(CancellationToken ended)
    {
        private const long BusyMilliseconds = 200;

        private long _lastPassed = long.MinValue;
        private volatile bool _isFrozen;

        public bool IsBusy => !_isFrozen && Environment.TickCount64 - Volatile.Read(ref _lastPassed) < BusyMilliseconds;

        public void Freeze() => _isFrozen = true;

        public async ValueTask PassAsync(ReadOnlyMemory<byte> bytes)
        {
            if (_isFrozen)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended);
            }

            Volatile.Write(ref _lastPassed, Environment.TickCount64);
        }
    }
}
