namespace TemplateWorker.Runs.Heaps;

/// <summary>Whether the process comes near the memory at which the supervisor replaces it.</summary>
/// <param name="limitBytes">The worker's memory limit.</param>
internal sealed class MemoryPressure(long limitBytes)
{
    /// <summary>Four fifths leave room for the largest single run while heaps are given back.</summary>
    public bool IsHigh() => Environment.WorkingSet > limitBytes / 5 * 4;
}
