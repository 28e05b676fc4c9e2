using System.Buffers;
using System.Net.Sockets;

namespace TemplateWorker.Ipc.Framing;

/// <summary>Writes the frames of a <see cref="FrameQueue"/> to the socket, as many as are queued with one system call.</summary>
internal sealed class FrameWriter(Socket socket, FrameQueue queue)
{
    private const int BatchBytes = 128 * 1024;

    private byte[] _batch = [];
    private int _batched;

    /// <summary>
    /// Writes until the queue is closed and empty. When the peer accepts no more bytes, closes the queue and discards its
    /// frames.
    /// </summary>
    public async Task RunAsync()
    {
        var alive = true;
        while (await queue.TakeAllAsync() is { } frame)
        {
            alive = alive && await TryWriteAsync(frame);
            Release(frame);
            if (!alive)
            {
                queue.Close();
            }
        }

        if (_batch.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_batch);
            _batch = [];
        }
    }

    private async ValueTask<bool> TryWriteAsync(FrameBuffer first)
    {
        try
        {
            if (first.Next is null)
            {
                await SendAsync(first.Bytes);
                return true;
            }

            if (_batch.Length == 0)
            {
                _batch = ArrayPool<byte>.Shared.Rent(BatchBytes);
            }

            for (var frame = first; frame is not null; frame = frame.Next)
            {
                await BatchAsync(frame.Bytes);
            }

            await SendBatchAsync();
            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Not reported here, because messages that the peer sent before it closed (its reason, perhaps) can still be
            // read. The reader reports the end after them; the shutdown makes sure that it reaches one.
            Shutdown();
            return false;
        }
    }

    private async ValueTask BatchAsync(ReadOnlyMemory<byte> frame)
    {
        if (frame.Length > _batch.Length - _batched)
        {
            await SendBatchAsync();
            if (frame.Length > _batch.Length)
            {
                await SendAsync(frame);
                return;
            }
        }

        frame.CopyTo(_batch.AsMemory(_batched));
        _batched += frame.Length;
    }

    private async ValueTask SendBatchAsync()
    {
        var bytes = _batch.AsMemory(0, _batched);
        _batched = 0;
        await SendAsync(bytes);
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None)..];
        }
    }

    private void Release(FrameBuffer? frame)
    {
        while (frame is not null)
        {
            var next = frame.Next;
            queue.ReleaseRoom(frame.Bytes.Length);
            frame.Release();
            frame = next;
        }
    }

    private void Shutdown()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The socket is closed already.
        }
    }
}
