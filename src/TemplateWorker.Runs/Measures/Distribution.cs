using System.Runtime.InteropServices;

namespace TemplateWorker.Runs.Measures;

/// <summary>Counts values by size, as a histogram does. Thread-safe; the parts of a reading may be a few values apart.</summary>
/// <param name="bounds">The upper bounds of all buckets but the last one, rising; a value that equals one is below it.</param>
internal sealed class Distribution(IReadOnlyList<long> bounds)
{
    private readonly long[] _bounds = [.. bounds];
    private readonly long[] _counts = new long[bounds.Count + 1];
    private readonly long[] _sums = new long[bounds.Count + 1];

    public void Record(long value)
    {
        var found = Array.BinarySearch(_bounds, value);
        var bucket = found >= 0 ? found : ~found;
        Interlocked.Increment(ref _counts[bucket]);
        Interlocked.Add(ref _sums[bucket], value);
    }

    /// <summary>Records it in microseconds.</summary>
    public void Record(TimeSpan duration) => Record(duration.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Each bucket's number of values and their sum, since the start.</summary>
    public IReadOnlyList<BucketCount> Read() =>
        [.. _counts.Select((_, bucket) => new BucketCount(Interlocked.Read(ref _counts[bucket]), Interlocked.Read(ref _sums[bucket])))];
}

/// <summary>The values of one bucket.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Sum">Their sum.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BucketCount(long Count, long Sum);
