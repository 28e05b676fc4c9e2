namespace TemplateWorker.Runs.Heaps;

/// <summary>Whether the process approaches the memory limit at which the supervisor replaces it.</summary>
/// <param name="limitBytes">The worker's memory limit.</param>
internal sealed class MemoryPressure(long limitBytes)
{
    /// <summary>At four fifths there is room for the largest single run while heaps are dropped.</summary>
    public bool IsHigh() => Environment.WorkingSet > limitBytes / 5 * 4;
}
