using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Queueing;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>An event that waits for its handler to run: an immediate call or a delivery.</summary>
internal abstract class PendingRun(ulong callId) : TenantWork(callId)
{
    /// <summary>The event that the handler gets.</summary>
    public abstract TenantEvent Event { get; }

    /// <summary>From 1; counts failed attempts at the same delivery and repeats after conflicts.</summary>
    public abstract int Attempt { get; }

    /// <summary>The delivery and the attempt it was taken at; null for an immediate call.</summary>
    public abstract Delivery? Delivery { get; }

    /// <summary>The losses of the database before the first thing was read that the run rests on; after another one it is not committed.</summary>
    public virtual long LossesBefore(TenantSession session) => session.Losses;

    /// <summary>How often the run was repeated after conflicts.</summary>
    public int Repeats { get; set; }

    /// <summary>The template that runs, or runs next; null when that is not known yet.</summary>
    public abstract string? NextTemplate { get; }

    /// <summary>Whether nothing is left to run.</summary>
    public abstract bool IsDone { get; }

    /// <summary>The earlier runs that are committed together with it; null when there are none.</summary>
    public virtual RunTransaction? Before => null;

    /// <summary>What to commit for a run that ended; null when nothing needs a commit.</summary>
    /// <param name="report">How it ended.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="transaction">What it read and wrote; null when the handler did not start.</param>
    public abstract FinishedRun? ToCommit(TenantSession session, RunReport report, DateTimeOffset startedAt, RunTransaction? transaction);

    /// <summary>Splits runs that were to be committed together, so that each is repeated by itself.</summary>
    /// <returns>Whether there was more than one.</returns>
    public virtual bool Split() => false;

    /// <summary>Called when the run is committed, or needed no commit.</summary>
    public abstract void Add(RunReport report);

    /// <summary>Called when the run is not committed and counts as failed.</summary>
    public abstract void Fail(RunReport report, RunFailure failure);

    /// <summary>Called when the delivery has failed for the last time and the tenant may have no further dead letter; nothing was written.</summary>
    /// <param name="report">How the run ended.</param>
    /// <param name="use">Of the quota of dead letters.</param>
    public virtual void NoteLettersFull(RunReport report, QuotaUse use) =>
        throw new InvalidOperationException("Only a delivery becomes a dead letter.");

    /// <summary>Called when the database reports that another worker has finished or advanced it.</summary>
    public abstract void NoteSuperseded();

    /// <summary>Called when the database reports another owner of the slot.</summary>
    public abstract void NoteSlotLost();

    /// <summary>The connection broke, so it is not known whether the run was committed.</summary>
    public abstract void FailUncertain(StorageException fault);

    /// <summary>Answers the caller, when everything is done.</summary>
    public abstract void Finish();
}
