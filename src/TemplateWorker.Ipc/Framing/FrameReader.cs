using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace TemplateWorker.Ipc.Framing;

/// <summary>Receives bytes and splits them into frames; one receive may bring several.</summary>
/// <remarks>
/// The length of a frame is checked as soon as its four bytes have arrived. An announced length does not reserve memory: the
/// buffer at most doubles when it is full of received bytes, and shrinks again after a long frame. For one thread at a time.
/// </remarks>
internal sealed class FrameReader(Socket socket, int maxPayloadBytes) : IDisposable
{
    private const int InitialBytes = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _start;
    private int _end;

    /// <summary>The number of received bytes that <see cref="TryTake"/> has not returned.</summary>
    public int PartialBytes => _end - _start;

    /// <summary>The present size of the buffer, in bytes.</summary>
    public int BufferBytes => _buffer.Length;

    /// <summary>Takes the payload of the next complete frame. It is valid until the next <see cref="ReceiveAsync"/>.</summary>
    /// <exception cref="IpcException">The announced length is zero or exceeds the limit (<see cref="IpcFault.FrameSize"/>).</exception>
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

    /// <summary>Waits for bytes and receives as many as fit into the buffer.</summary>
    /// <returns>The number of bytes received; 0 when the peer has closed its sending direction.</returns>
    /// <exception cref="IpcException">
    /// The length of the incomplete frame is zero or exceeds the limit (<see cref="IpcFault.FrameSize"/>).
    /// </exception>
    public async ValueTask<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        _end += received;
        return received;
    }

    /// <summary>Returns the buffer to the pool. The reader must not be used afterwards.</summary>
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
                IpcFault.FrameSize, $"The peer announced a frame of {announced} bytes; 1 to {maxPayloadBytes} are allowed.");
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
