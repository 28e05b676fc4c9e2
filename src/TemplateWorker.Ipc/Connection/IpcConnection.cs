using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Framing;

namespace TemplateWorker.Ipc.Connection;

/// <summary>One end of the connection between a supervisor and a worker, after or during the handshake.</summary>
/// <remarks>
/// <para>
/// Sending never waits: a message is encoded on the caller's thread and queued; one task writes, everything that is queued
/// with one call to the socket. Receiving decodes all messages of one receive, one after the other.
/// </para>
/// <para>
/// Who calls <see cref="RunAsync"/> owns the connection: it ends when that task ends. A peer that breaks the protocol ends
/// its own connection and nothing else.
/// </para>
/// </remarks>
/// <typeparam name="TIncoming">The direction that is received.</typeparam>
/// <typeparam name="TOutgoing">The direction that is sent.</typeparam>
public sealed class IpcConnection<TIncoming, TOutgoing> : IAsyncDisposable
    where TIncoming : class, IIpcMessage<TIncoming>
    where TOutgoing : class, IIpcMessage<TOutgoing>
{
    private readonly Socket _socket;
    private readonly int _maxFrameBytes;
    private readonly FrameReader _reader;
    private readonly FrameQueue _queue;
    private readonly Task _writing;
    private readonly TaskCompletionSource<Disconnect> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    /// <summary>Takes over a connected stream socket, and closes it in the end.</summary>
    /// <param name="socket">Connected.</param>
    /// <param name="options">The limits.</param>
    /// <exception cref="ArgumentException">An option is outside its bounds.</exception>
    public IpcConnection(Socket socket, IpcOptions options)
    {
        options.Validate();
        _socket = socket;
        _maxFrameBytes = options.MaxFrameBytes;
        _reader = new FrameReader(socket, options.MaxFrameBytes);
        _queue = new FrameQueue(options.MaxQueuedMessages, options.MaxQueuedBytes);
        _writing = new FrameWriter(socket, _queue).RunAsync();
    }

    /// <summary>Completes with the reason once the connection has ended, which it does with <see cref="RunAsync"/>.</summary>
    public Task<Disconnect> Completion => _completion.Task;

    /// <summary>Whether nothing more can be sent, for good: of a <see cref="TrySend"/> that was refused it tells that no room is not why.</summary>
    public bool IsClosed => _queue.IsClosed;

    /// <summary>
    /// Queues a message to be sent. Never waits, from any thread; messages of one thread keep their order. What the
    /// message refers to (such as memory) may be used again as soon as this returns.
    /// </summary>
    /// <returns>
    /// False when the queue is full or the connection has ended: the message will not be sent. True says that it will be
    /// written unless the connection ends before; only an answer says that it arrived.
    /// </returns>
    /// <exception cref="IpcException">
    /// A field exceeds its bound (<see cref="FieldLimits"/>), or the whole exceeds <see cref="IpcOptions.MaxFrameBytes"/>.
    /// Nothing is sent then; the connection stays usable.
    /// </exception>
    public bool TrySend(TOutgoing message)
    {
        if (!_queue.MayAccept)
        {
            return false;
        }

        var frame = new FrameBuffer(_maxFrameBytes);
        var queued = false;
        try
        {
            message.Write(new ValueWriter(frame));
            frame.Seal();
            queued = _queue.TryAdd(frame);
        }
        finally
        {
            if (!queued)
            {
                frame.Release();
            }
        }

        return queued;
    }

    /// <summary>Receives until the connection ends; then the socket is closed and what is still queued is discarded.</summary>
    /// <param name="onMessage">
    /// Called for each message, in order, on the thread that receives, so that nothing is received while it runs. It must
    /// not block. An exception of it ends the connection and comes out of this task.
    /// </param>
    /// <param name="stopping">Ends the connection with <see cref="DisconnectReason.Stopped"/>.</param>
    /// <returns>Why it ended.</returns>
    /// <exception cref="InvalidOperationException">It was called before, or the connection is disposed.</exception>
    public async Task<Disconnect> RunAsync(Action<TIncoming> onMessage, CancellationToken stopping)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("The connection already runs, or was disposed.");
        }

        var disconnect = new Disconnect(DisconnectReason.Stopped, "A message could not be handled.");
        try
        {
            disconnect = await ReceiveAllAsync(onMessage, stopping);
        }
        finally
        {
            await EndAsync(disconnect);
        }

        return disconnect;
    }

    /// <summary>Lets nothing more be sent, writes what is queued, and tells the peer that it was the last.</summary>
    /// <remarks>Receiving goes on; the connection ends when the peer has closed its end too, or when it is disposed.</remarks>
    /// <param name="giveUp">Ends the waiting; what is not written by then is discarded.</param>
    public async Task CloseAsync(CancellationToken giveUp)
    {
        _queue.Close();
        try
        {
            await _writing.WaitAsync(giveUp);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // The peer does not read. Closing is all that is left, and needs no consent of the peer's.
            _socket.Dispose();
            return;
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The peer or this end closed it first, which is what was asked for.
        }
    }

    /// <summary>Ends the connection at once, discarding what is queued. Harmless when repeated, and from any thread.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            await EndAsync(new Disconnect(DisconnectReason.Stopped, "The connection was disposed."));
        }
        else
        {
            // The task that receives sees the end of the socket, and cleans up.
            _queue.Close();
            _socket.Dispose();
            await _writing;
        }
    }

    /// <summary>Receives the first message, for the handshake.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before a message was complete.</exception>
    internal async Task<(TIncoming? Message, Disconnect? End)> ReceiveFirstAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryDecode(out var message, out var end))
            {
                return (message, null);
            }

            if ((end ?? await ReceiveAsync(cancellationToken)) is { } ended)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return (null, ended);
            }
        }
    }

    private async Task<Disconnect> ReceiveAllAsync(Action<TIncoming> onMessage, CancellationToken stopping)
    {
        while (true)
        {
            Disconnect? end;
            while (TryDecode(out var message, out end))
            {
                onMessage(message);
            }

            if ((end ?? await ReceiveAsync(stopping)) is { } ended)
            {
                return ended;
            }
        }
    }

    private bool TryDecode([NotNullWhen(true)] out TIncoming? message, out Disconnect? end)
    {
        (message, end) = (null, null);
        try
        {
            if (_reader.TryTake(out var payload))
            {
                message = TIncoming.Read(payload);
            }
        }
        catch (IpcException fault)
        {
            end = Disconnect.Of(fault);
        }

        return message is not null;
    }

    /// <returns>Null when bytes came; else how the connection ended.</returns>
    private async ValueTask<Disconnect?> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            if (await _reader.ReceiveAsync(stopping) > 0)
            {
                return null;
            }

            return _reader.PartialBytes == 0
                ? new Disconnect(DisconnectReason.PeerClosed, "The peer closed the connection.")
                : new Disconnect(
                    DisconnectReason.PeerLost, $"The connection ended {_reader.PartialBytes} bytes into a message.");
        }
        catch (SocketException lost) when (lost.SocketErrorCode != SocketError.OperationAborted)
        {
            return new Disconnect(DisconnectReason.PeerLost, $"The connection was lost: {lost.Message} ({lost.SocketErrorCode}).");
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            return new Disconnect(DisconnectReason.Stopped, "The connection was stopped at this end.");
        }
    }

    private async Task EndAsync(Disconnect disconnect)
    {
        _queue.Close();
        _socket.Dispose();
        await _writing;
        _reader.Dispose();
        _completion.TrySetResult(disconnect);
    }
}
