namespace TemplateWorker.Hosting.Worker;

/// <summary>Which process the kernel ends first when memory runs out.</summary>
internal static class OutOfMemoryOrder
{
    /// <summary>Half of the way to the most likely; the supervisor and PostgreSQL have 0.</summary>
    private const string Likelier = "500";

    /// <summary>
    /// Makes the calling process a likelier choice than the supervisor: a worker that was killed is replaced at once and its
    /// deliveries run again, while the supervisor takes all workers with it. Raising one's own value needs no privilege.
    /// </summary>
    public static void VolunteerThisProcess()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", Likelier);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // No Linux, or a lower value is enforced from outside.
        }
    }
}
