using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Supervision.Actions;

/// <summary>How long an action waits after a failed attempt. Pure.</summary>
internal static class PushBackoff
{
    /// <summary>The longest wait after the first failure; each further one doubles it.</summary>
    public static readonly TimeSpan Base = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Cap = TimeSpan.FromHours(6);

    /// <param name="failures">Attempts that failed, at least 1.</param>
    /// <param name="random">From 0 up to 1.</param>
    public static TimeSpan Delay(int failures, double random) => RetryPlan.Backoff(Base, Cap, failures, random);
}
