using System.Buffers;

namespace TemplateWorker.Api.Bodies;

/// <summary>A growing buffer in rented memory. Its holder disposes it once, after the last read.</summary>
internal sealed class PooledBytes(int firstBytes) : IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(firstBytes);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    public void Append(in ReadOnlySequence<byte> bytes)
    {
        var needed = Length + (int)bytes.Length;
        if (needed > _array.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _array.Length));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }

        bytes.CopyTo(_array.AsSpan(Length));
        Length = needed;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        Length = 0;
    }
}
