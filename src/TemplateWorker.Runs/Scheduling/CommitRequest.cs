using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Queueing;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>A finished run that waits for its commit. It holds its tenant's turn.</summary>
/// <param name="Session">The tenant's session, which keeps its turn until the request is settled.</param>
/// <param name="Pending">What the run was for.</param>
/// <param name="Report">The report to return if the commit succeeds.</param>
/// <param name="Transaction">What was read and written; null when nothing was.</param>
/// <param name="Run">What is sent to the database.</param>
internal sealed record CommitRequest(
    TenantSession Session, PendingRun Pending, RunReport Report, RunTransaction? Transaction, FinishedRun Run) : IFairShare
{
    /// <summary>What the commit costs the database, in bytes.</summary>
    public long Weight { get; } = RunWeight.Of(Run);

    /// <summary>Bytes that the tenant has committed, where commits are ordered by it.</summary>
    long IFairShare.VirtualTime
    {
        get => Session.CommittedBytes;
        set => Session.CommittedBytes = value;
    }

    /// <summary>The losses of the database before what the run rests on was read.</summary>
    public long Losses { get; } = Pending.LossesBefore(Session);

    /// <summary>The transaction whose writes are sent; a failed run sends none of its own. Null when there are none.</summary>
    public RunTransaction? Written { get; } = Report.Failure is null ? Transaction ?? Pending.Before : Pending.Before;

    /// <summary>Since when a lock of another session blocks it, as a timestamp; null when none does.</summary>
    public long? BlockedSince { get; set; }

    /// <summary>Everything that was read and written; null when nothing was.</summary>
    public RunTransaction? Touched { get; } = Transaction ?? Pending.Before;
}
