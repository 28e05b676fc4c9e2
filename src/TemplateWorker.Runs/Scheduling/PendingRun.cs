using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Queueing;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>An event whose handler has the next turn of its tenant: an immediate call or a delivery.</summary>
internal abstract class PendingRun(ulong callId) : TenantWork(callId)
{
    /// <summary>The event that the handler gets.</summary>
    public abstract TenantEvent Event { get; }

    /// <summary>From 1; failed attempts at the same delivery count, and repeats because of a conflict.</summary>
    public abstract int Attempt { get; }

    /// <summary>The delivery and the attempt it was taken at; null for an immediate call.</summary>
    public abstract Delivery? Delivery { get; }

    /// <summary>How often the run was repeated because what it had read was changed by somebody else.</summary>
    public int Repeats { get; set; }

    /// <summary>Whether nothing of it is left to run.</summary>
    public abstract bool IsDone { get; }

    /// <summary>What the runs before it read and wrote that are to be committed with it; null when there are none.</summary>
    public virtual RunTransaction? Before => null;

    /// <summary>What is to be committed for a run that ended; null when nothing need be.</summary>
    /// <param name="report">How it ended.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="transaction">What it read and wrote; null when it did not get that far.</param>
    public abstract FinishedRun? ToCommit(TenantSession session, RunReport report, DateTimeOffset startedAt, RunTransaction? transaction);

    /// <summary>Takes the runs apart that were to be committed together, so that each is made again alone.</summary>
    /// <returns>Whether there was more than one.</returns>
    public virtual bool Split() => false;

    /// <summary>The run is committed, or needed no commit.</summary>
    public abstract void Add(RunReport report);

    /// <summary>The run is not committed and counts as one that failed for this reason.</summary>
    public abstract void Fail(RunReport report, RunFailure failure);

    /// <summary>The database says that it was done, or brought on, by somebody else.</summary>
    public abstract void NoteSuperseded();

    /// <summary>The database says that the slot belongs to somebody else.</summary>
    public abstract void NoteSlotLost();

    /// <summary>The connection broke, so whether the run was committed is not known.</summary>
    public abstract void FailUncertain(StorageException fault);

    /// <summary>All of it is done: tells whoever waits.</summary>
    public abstract void Finish();
}
