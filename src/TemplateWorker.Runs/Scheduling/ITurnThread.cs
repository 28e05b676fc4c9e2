using TemplateWorker.Runs.InFlight;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>The thread that a turn is taken on. Called by that thread only.</summary>
internal interface ITurnThread
{
    /// <summary>Marks the tenant as the most recently used, and evicts others for it.</summary>
    void Touch(TenantSession session);

    /// <summary>What the turn has used since it was last asked, or since it began: computing and waiting for the database, without pauses.</summary>
    TimeSpan TakeUsed();

    /// <summary>Records what is on the thread's engine from now on; null when nothing is.</summary>
    void SetCurrent(EngineUse? use);
}
