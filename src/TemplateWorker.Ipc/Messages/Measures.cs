using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// What the worker has counted since its start, for the operator's metrics. Sent with a heartbeat when something has changed. Each message
/// supersedes the one before, so a lost one loses nothing.
/// </summary>
/// <param name="Counts">At most <see cref="MaxCounts"/>; each pair of name and label once.</param>
/// <param name="Distributions">At most <see cref="MaxDistributions"/>; each name once.</param>
public sealed record Measures(IReadOnlyList<MeasuredCount> Counts, IReadOnlyList<MeasuredDistribution> Distributions) : WorkerMessage
{
    /// <summary>The greatest number of counts in one message.</summary>
    public const int MaxCounts = 128;

    /// <summary>The greatest number of distributions in one message.</summary>
    public const int MaxDistributions = 16;

    private const int FieldCount = 2;

    private protected override MessageHeader Header => new(MessageCode.Measures, FieldCount);

    internal static Measures Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        var counts = new MeasuredCount[reader.ReadArrayHeader(MaxCounts)];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = MeasuredCount.Read(ref reader);
        }

        var distributions = new MeasuredDistribution[reader.ReadArrayHeader(MaxDistributions)];
        for (var i = 0; i < distributions.Length; i++)
        {
            distributions[i] = MeasuredDistribution.Read(ref reader);
        }

        return new Measures(counts, distributions);
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteListHeader(Counts, MaxCounts);
        foreach (var count in Counts)
        {
            count.Write(writer);
        }

        writer.WriteListHeader(Distributions, MaxDistributions);
        foreach (var distribution in Distributions)
        {
            distribution.Write(writer);
        }
    }
}

/// <summary>A number that only grows.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Label">Which part of it, such as an outcome; empty for all of it.</param>
/// <param name="Count">The number since the worker's start; at least 0.</param>
public sealed record MeasuredCount(string Name, string Label, long Count)
{
    private const int FieldCount = 3;

    internal static MeasuredCount Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new MeasuredCount(reader.ReadName(), reader.ReadName(), reader.ReadInt64(0, long.MaxValue));
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Name);
        writer.WriteName(Label);
        writer.WriteNumber(Count);
    }
}

/// <summary>Values by size.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Buckets">From the smallest values to the largest ones, at most <see cref="MaxBuckets"/>. Both sides know their bounds.</param>
public sealed record MeasuredDistribution(string Name, IReadOnlyList<MeasuredBucket> Buckets)
{
    /// <summary>The greatest number of buckets.</summary>
    public const int MaxBuckets = 32;

    private const int FieldCount = 2;

    internal static MeasuredDistribution Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        var name = reader.ReadName();
        var buckets = new MeasuredBucket[reader.ReadArrayHeader(MaxBuckets)];
        for (var i = 0; i < buckets.Length; i++)
        {
            buckets[i] = MeasuredBucket.Read(ref reader);
        }

        return new MeasuredDistribution(name, buckets);
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Name);
        writer.WriteListHeader(Buckets, MaxBuckets);
        foreach (var bucket in Buckets)
        {
            bucket.Write(writer);
        }
    }
}

/// <summary>The values of one bucket since the worker's start.</summary>
/// <param name="Count">How many there are; at least 0.</param>
/// <param name="Sum">Their sum, of durations in microseconds; at least 0.</param>
public sealed record MeasuredBucket(long Count, long Sum)
{
    private const int FieldCount = 2;

    internal static MeasuredBucket Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new MeasuredBucket(reader.ReadInt64(0, long.MaxValue), reader.ReadInt64(0, long.MaxValue));
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteNumber(Count);
        writer.WriteNumber(Sum);
    }
}
