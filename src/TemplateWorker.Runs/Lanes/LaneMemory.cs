namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// The approximate bytes of deliveries in memory, counted per slot and for the whole worker. Used in a
/// <see cref="LaneTable.Scope"/>.
/// </summary>
/// <param name="max">Bytes from which on there is no room.</param>
/// <param name="whole">The worker's count; null when this is it.</param>
internal sealed class LaneMemory(long max, LaneMemory? whole = null)
{
    private LaneMemory? _whole = whole;
    private long _bytes;

    /// <summary>Whether there is room for more than the next delivery of each lane.</summary>
    public bool HasRoom => _bytes < max && _whole is not { HasRoom: false };

    /// <summary>Adds bytes, or removes them when negative.</summary>
    public void Add(long bytes)
    {
        _bytes += bytes;
        _whole?.Add(bytes);
    }

    /// <summary>Removes this slot's bytes from the worker's count and detaches from it.</summary>
    public void Leave()
    {
        _whole?.Add(-_bytes);
        _whole = null;
    }
}
