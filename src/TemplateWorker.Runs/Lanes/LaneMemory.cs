namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// Bytes that deliveries take in memory, roughly: counted in a part, one slot, and in the whole, one worker. Used in a
/// <see cref="LaneTable.Scope"/>.
/// </summary>
/// <param name="max">From here on there is no room.</param>
/// <param name="whole">What it is a part of; null for the whole.</param>
internal sealed class LaneMemory(long max, LaneMemory? whole = null)
{
    private LaneMemory? _whole = whole;
    private long _bytes;

    /// <summary>Whether there is room for more than the next delivery of each lane.</summary>
    public bool HasRoom => _bytes < max && _whole is not { HasRoom: false };

    /// <summary>Counts what was taken, or given back when negative.</summary>
    public void Add(long bytes)
    {
        _bytes += bytes;
        _whole?.Add(bytes);
    }

    /// <summary>Gives everything back to the whole, and is no part of it any more.</summary>
    public void Leave()
    {
        _whole?.Add(-_bytes);
        _whole = null;
    }
}
