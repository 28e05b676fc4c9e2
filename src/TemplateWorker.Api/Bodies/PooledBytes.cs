using System.Buffers;

namespace TemplateWorker.Api.Bodies;

/// <summary>A growing buffer whose size counts against a budget. Its holder disposes it once, after the last read.</summary>
/// <param name="firstBytes">The first size; more than zero.</param>
/// <param name="expectedBytes">The announced length; a buffer that grows large grows to it at once.</param>
/// <param name="share">Pays for it; owned by this instance.</param>
internal sealed class PooledBytes(int firstBytes, int expectedBytes, BodyShare share) : IDisposable
{
    /// <summary>Larger buffers are not pooled: the pool would keep them.</summary>
    private const int MaxPooledBytes = 1 << 20;

    /// <summary>What a text of ASCII characters takes in memory for each byte of UTF-8.</summary>
    private const int TextBytesPerByte = sizeof(char);

    private BodyShare? _share = share;
    private byte[] _array = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    /// <summary>Appends bytes, unless the budget has no room for them.</summary>
    public BudgetAnswer Append(in ReadOnlySequence<byte> bytes)
    {
        var needed = Length + (int)bytes.Length;
        if (needed > _array.Length || _array.Length == 0)
        {
            var size = Math.Max(needed, Math.Max(firstBytes, 2 * _array.Length));
            size = size <= MaxPooledBytes ? size : Math.Max(needed, Math.Max(expectedBytes, needed > expectedBytes ? size : 0));
            if (_share!.Grow(size) is var answer and not BudgetAnswer.Taken)
            {
                return answer;
            }

            Move(size);
        }

        bytes.CopyTo(_array.AsSpan(Length));
        Length = needed;
        return BudgetAnswer.Taken;
    }

    /// <summary>
    /// Lets the share pay for text that is made of the bytes, unless the budget has no room for it. From then on it is the caller's, who
    /// disposes it when the text is no longer needed.
    /// </summary>
    public BudgetAnswer TryHandOver(out BodyShare? paying)
    {
        var answer = _share!.Grow((long)TextBytesPerByte * Length);
        paying = answer == BudgetAnswer.Taken ? _share : null;
        _share = paying is null ? _share : null;
        return answer;
    }

    public void Dispose()
    {
        Return(_array);
        _array = [];
        Length = 0;
        _share?.Dispose();
    }

    private void Move(int size)
    {
        var larger = size <= MaxPooledBytes ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        Span.CopyTo(larger);
        Return(_array);
        _array = larger;
    }

    private static void Return(byte[] array)
    {
        // The pool rounds up to powers of two, so that what it gave for the largest size has exactly that size.
        if (array.Length is > 0 and <= MaxPooledBytes)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
