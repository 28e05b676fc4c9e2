using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Framing;

namespace TemplateWorker.Ipc.Connection;

/// <summary>One end of the connection between a supervisor and a worker.</summary>
/// <remarks>
/// <para>
/// Sending never waits: the caller's thread encodes a message and queues it, and one task writes all queued messages with one
/// system call. All messages of one receive are decoded in order on one thread.
/// </para>
/// <para>
/// The caller of <see cref="RunAsync"/> owns the connection, which ends with that task. A peer that breaks the protocol ends
/// only its own connection.
/// </para>
/// </remarks>
/// <typeparam name="TIncoming">The direction that this end receives.</typeparam>
/// <typeparam name="TOutgoing">The direction that this end sends.</typeparam>
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

    /// <summary>Takes ownership of a stream socket.</summary>
    /// <param name="socket">Connected before the first message is received.</param>
    /// <param name="options">The limits of the connection.</param>
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

    /// <summary>Completes with the reason when the connection has ended. Never faults and is never cancelled.</summary>
    public Task<Disconnect> Completion => _completion.Task;

    /// <summary>
    /// Whether this end can never send again. Tells why <see cref="TrySend"/> returned false: if this is false, the queue was
    /// full.
    /// </summary>
    public bool IsClosed => _queue.IsClosed;

    /// <summary>The number of messages that were queued and are not written yet. Thread-safe.</summary>
    public int QueuedMessages => _queue.Count;

    /// <summary>
    /// Changes when queued messages are about to be written: while it is the same as before a <see cref="TrySend"/>, that
    /// message still waits. Thread-safe; it may overflow.
    /// </summary>
    public int WriteBatch => _queue.Batches;

    /// <summary>Whether bytes of the peer have arrived that were not received yet. Thread-safe; false once the socket is closed.</summary>
    public bool HasUnread
    {
        get
        {
            try
            {
                return _socket.Available > 0;
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Queues a message. Thread-safe, and never waits. The messages of one thread keep their order. Memory that the message
    /// refers to may be reused as soon as this returns.
    /// </summary>
    /// <returns>
    /// False when the queue is full or the connection has ended: the message will not be sent. True means that it will be
    /// written unless the connection ends first; only an answer proves that it arrived.
    /// </returns>
    /// <exception cref="IpcException">
    /// A field exceeds its bound (<see cref="FieldLimits"/>), or the message exceeds <see cref="IpcOptions.MaxFrameBytes"/>.
    /// Nothing is sent, and the connection stays usable.
    /// </exception>
    public bool TrySend(TOutgoing message)
    {
        if (!_queue.HasRoom)
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

    /// <summary>Receives until the connection ends, then closes the socket and discards the queued messages.</summary>
    /// <param name="onMessage">
    /// Called for each message, in order, on the receiving thread. Nothing is received while it runs, so it must not block.
    /// If it throws, the connection ends and this task faults with the exception.
    /// </param>
    /// <param name="stopping">Ends the connection with <see cref="DisconnectReason.Stopped"/>. The task does not fault.</param>
    /// <returns>How the connection ended.</returns>
    /// <exception cref="InvalidOperationException">This was called before, or the connection is disposed.</exception>
    public async Task<Disconnect> RunAsync(Action<TIncoming> onMessage, CancellationToken stopping)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("The connection is already running or disposed.");
        }

        var disconnect = new Disconnect(DisconnectReason.Stopped, "The handler of a message threw an exception.");
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

    /// <summary>Refuses further messages, writes the queued ones, and closes the sending direction.</summary>
    /// <remarks>Receiving continues. The connection ends when the peer has closed its direction too, or on disposal.</remarks>
    /// <param name="giveUp">Ends the wait for the peer, closes the socket and discards the rest. The task does not fault.</param>
    public async Task CloseAsync(CancellationToken giveUp)
    {
        _queue.Close();
        try
        {
            await _writing.WaitAsync(giveUp);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // The peer does not read, so the rest cannot be written.
            _socket.Dispose();
            return;
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The peer or this end has closed the socket already.
        }
    }

    /// <summary>Ends the connection at once and discards the queued messages. Thread-safe, and harmless when repeated.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            await EndAsync(new Disconnect(DisconnectReason.Stopped, "The connection was disposed."));
        }
        else
        {
            // The receiving task sees the closed socket and cleans up.
            _queue.Close();
            _socket.Dispose();
            await _writing;
        }
    }

    /// <summary>Receives the first message, for the handshake.</summary>
    /// <returns>The message, or how the connection ended before it.</returns>
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

    /// <returns>Null when bytes were received, else how the connection ended.</returns>
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
                    DisconnectReason.PeerLost, $"The connection ended after {_reader.PartialBytes} bytes of a frame.");
        }
        catch (SocketException lost) when (lost.SocketErrorCode != SocketError.OperationAborted)
        {
            return new Disconnect(DisconnectReason.PeerLost, $"The connection was lost: {lost.Message} ({lost.SocketErrorCode}).");
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            return new Disconnect(DisconnectReason.Stopped, "This end stopped the connection.");
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
