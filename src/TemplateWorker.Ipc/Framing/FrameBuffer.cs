using System.Buffers;
using System.Buffers.Binary;

namespace TemplateWorker.Ipc.Framing;

/// <summary>
/// One outgoing frame, built in a pooled array: 4 bytes for the length of the payload, little-endian, then the payload.
/// </summary>
/// <remarks>
/// Owned by one thread at a time: the sender builds it, then hands it to the connection's writer, which calls
/// <see cref="Release"/>. It is also the node of the queue between them, so that queueing allocates nothing more.
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

    /// <summary>The frame that was queued before this one. Only <see cref="FrameQueue"/> uses it.</summary>
    public FrameBuffer? Next { get; set; }

    /// <summary>The bytes of the frame so far, its header included.</summary>
    public ReadOnlyMemory<byte> Bytes => _array.AsMemory(0, _length);

    /// <summary>The payload so far.</summary>
    public ReadOnlySpan<byte> Payload => _array.AsSpan(HeaderBytes, _length - HeaderBytes);

    /// <returns>A frame without bytes, which stands for a state of the queue.</returns>
    public static FrameBuffer CreateMarker() => new();

    /// <summary>Makes room for <paramref name="bytes"/> more bytes; <see cref="Advance"/> says how many were used.</summary>
    /// <exception cref="IpcException">The payload would be longer than the frame limit.</exception>
    public Span<byte> GetSpan(int bytes)
    {
        if (bytes > _array.Length - _length)
        {
            Grow(bytes);
        }

        return _array.AsSpan(_length);
    }

    public void Advance(int bytes) => _length += bytes;

    /// <summary>Writes the length into the header.</summary>
    /// <exception cref="IpcException">The payload is longer than the frame limit.</exception>
    public void Seal()
    {
        var payload = _length - HeaderBytes;
        if (payload > _maxPayloadBytes)
        {
            throw TooLarge(payload);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(_array, (uint)payload);
    }

    /// <summary>Gives the array back. The frame must not be used after.</summary>
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
        // For short values encoders ask for the most they may take, so a little more than the limit is let through; Seal is exact.
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
        $"The message takes {payload} bytes or more; a frame holds at most {_maxPayloadBytes}. Send less, or in several messages.");
}
