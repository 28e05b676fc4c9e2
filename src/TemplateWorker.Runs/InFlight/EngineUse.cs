using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.InFlight;

/// <summary>What is on a script thread.</summary>
internal sealed record EngineUse(ulong CallId, TenantId Tenant, string Template, long Since, Delivery? Delivery, ThreadClock? Clock)
{
    /// <summary>Younger runs are not asked how long they starved, which takes a look into a file.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMilliseconds(100);

    private TimeSpan? _starvedBefore;

    public CurrentRun ToRun(TimeProvider time, TimeSpan paused) => new(CallId, Tenant, Template, Age(time, paused)) { Delivery = Delivery?.Id };

    /// <summary>
    /// How long the run has been on the thread, without the time in which the thread got no processor. Counted from the
    /// first call that finds it old; called by the heartbeat only.
    /// </summary>
    private TimeSpan Age(TimeProvider time, TimeSpan paused)
    {
        var elapsed = time.GetElapsedTime(Since) - paused;
        if (Clock is null || elapsed < Young)
        {
            return elapsed;
        }

        var starved = Clock.Starved;
        _starvedBefore ??= starved;
        return elapsed - (starved - _starvedBefore.Value);
    }
}
