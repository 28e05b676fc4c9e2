using System.Buffers;
using System.Buffers.Binary;

namespace TemplateWorker.Ipc.Framing;

/// <summary>
/// One outgoing frame in a pooled array: the length of the payload (4 bytes, little-endian), then the payload.
/// </summary>
/// <remarks>
/// One thread owns it at a time: the sender fills it and queues it, then the connection's writer sends it and calls
/// <see cref="Release"/>. It is also the node of the queue, so that queueing allocates nothing.
/// </remarks>
internal sealed class FrameBuffer
{
    public const int HeaderBytes = sizeof(uint);

    private const int InitialBytes = 512;

    private readonly int _maxPayloadBytes;
    private byte[] _array;
    private int _length;

    public FrameBuffer(int maxPayloadBytes)
    {
        _maxPayloadBytes = maxPayloadBytes;
        _array = ArrayPool<byte>.Shared.Rent(InitialBytes);
        _length = HeaderBytes;
    }

    private FrameBuffer() => _array = [];

    /// <summary>The link to the next node. Only <see cref="FrameQueue"/> sets it.</summary>
    public FrameBuffer? Next { get; set; }

    /// <summary>The bytes written so far, including the header.</summary>
    public ReadOnlyMemory<byte> Bytes => _array.AsMemory(0, _length);

    /// <summary>The bytes written so far, without the header.</summary>
    public ReadOnlySpan<byte> Payload => _array.AsSpan(HeaderBytes, _length - HeaderBytes);

    /// <returns>A frame without bytes, as a mark in a queue.</returns>
    public static FrameBuffer CreateMarker() => new();

    /// <summary>
    /// Reserves room for at least <paramref name="bytes"/> more bytes; <see cref="Advance"/> appends those that were used.
    /// </summary>
    /// <exception cref="IpcException">The payload would exceed the frame limit (<see cref="IpcFault.FrameSize"/>).</exception>
    public Span<byte> GetSpan(int bytes)
    {
        if (bytes > _array.Length - _length)
        {
            Grow(bytes);
        }

        return _array.AsSpan(_length);
    }

    public void Advance(int bytes) => _length += bytes;

    /// <summary>Writes the length of the payload into the header.</summary>
    /// <exception cref="IpcException">The payload exceeds the frame limit (<see cref="IpcFault.FrameSize"/>).</exception>
    public void Seal()
    {
        var payload = _length - HeaderBytes;
        if (payload > _maxPayloadBytes)
        {
            throw TooLarge(payload);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(_array, (uint)payload);
    }

    /// <summary>Returns the array to the pool. The frame must not be used afterwards.</summary>
    public void Release()
    {
        var array = _array;
        _array = [];
        _length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Grow(int bytes)
    {
        // An encoder reserves the most bytes that a short value can take, so slightly more than the limit is allowed here. Seal is exact.
        var needed = (long)_length + bytes;
        if (needed - HeaderBytes > (long)_maxPayloadBytes + InitialBytes)
        {
            throw TooLarge(needed - HeaderBytes);
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(2L * _array.Length, Array.MaxLength)));
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }

    private IpcException TooLarge(long payload) => new(
        IpcFault.FrameSize,
        $"The message takes {payload} bytes or more, but a frame holds at most {_maxPayloadBytes}. Split it into several messages.");
}
