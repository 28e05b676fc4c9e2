using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace TemplateWorker.Ipc.Framing;

/// <summary>Receives bytes and finds the frames in them, as many as there are in one receive.</summary>
/// <remarks>
/// The announced length is checked as soon as its four bytes are there. Even an allowed length is not believed with
/// memory: the buffer grows with what has arrived, at most to twice that, and shrinks again behind a long frame.
/// One thread at a time.
/// </remarks>
internal sealed class FrameReader(Socket socket, int maxPayloadBytes) : IDisposable
{
    private const int InitialBytes = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _start;
    private int _end;

    /// <summary>How many bytes of an unfinished frame are here.</summary>
    public int PartialBytes => _end - _start;

    /// <summary>How many bytes the buffer holds at most at present.</summary>
    public int BufferBytes => _buffer.Length;

    /// <summary>Takes the next frame's payload, a view that is valid until the next <see cref="ReceiveAsync"/>.</summary>
    /// <exception cref="IpcException">The announced length is zero or exceeds the limit.</exception>
    public bool TryTake(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (!TryReadLength(out var length) || PartialBytes - FrameBuffer.HeaderBytes < length)
        {
            return false;
        }

        payload = _buffer.AsSpan(_start + FrameBuffer.HeaderBytes, length);
        _start += FrameBuffer.HeaderBytes + length;
        return true;
    }

    /// <summary>Receives what is there, waiting for the first byte.</summary>
    /// <returns>How many bytes came; 0 when the peer will send no more.</returns>
    /// <exception cref="IpcException">The unfinished frame's announced length is zero or exceeds the limit.</exception>
    public async ValueTask<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        _end += received;
        return received;
    }

    /// <summary>Gives the buffer back. The reader must not be used after.</summary>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryReadLength(out int length)
    {
        length = 0;
        if (PartialBytes < FrameBuffer.HeaderBytes)
        {
            return false;
        }

        var announced = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));
        if (announced == 0 || announced > (uint)maxPayloadBytes)
        {
            throw new IpcException(
                IpcFault.FrameSize, $"A frame of {announced} bytes is announced; from 1 to {maxPayloadBytes} are allowed.");
        }

        length = (int)announced;
        return true;
    }

    private void MakeRoom()
    {
        var partial = PartialBytes;
        if (partial == 0 && _buffer.Length > 2 * InitialBytes)
        {
            MoveTo(InitialBytes);
        }
        else if (partial == _buffer.Length)
        {
            TryReadLength(out var length);
            MoveTo((int)Math.Min(2L * _buffer.Length, (long)FrameBuffer.HeaderBytes + length));
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, partial).CopyTo(_buffer);
            (_start, _end) = (0, partial);
        }
    }

    private void MoveTo(int bytes)
    {
        var partial = PartialBytes;
        var moved = ArrayPool<byte>.Shared.Rent(bytes);
        _buffer.AsSpan(_start, partial).CopyTo(moved);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = moved;
        (_start, _end) = (0, partial);
    }
}
