using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs.Committing;

/// <summary>Applies the database's verdict to a run. Called on the committer's thread, which holds the tenant's turn.</summary>
internal static class CommitSettlement
{
    public static void Settle(CommitRequest request, RunVerdict verdict)
    {
        if (verdict is RunVerdict.Committed committed)
        {
            request.Written?.Remember(committed);
            request.Pending.Add(request.Report);
        }
        else
        {
            request.Touched?.Forget();
            HandleVerdict(request, verdict);
        }

        Advance(request);
    }

    /// <summary>
    /// Gives up a run of the time before a loss, without sending it: versions and ids that it names may have been given again.
    /// </summary>
    public static void Restart(CommitRequest request)
    {
        request.Touched?.Forget();
        if (request.Pending.Delivery is null)
        {
            Repeat(request);
        }
        else
        {
            request.Pending.NoteSuperseded();
        }

        Advance(request);
    }

    /// <summary>The connection broke, so it is not known whether the group was committed.</summary>
    public static void Fail(CommitRequest request, StorageException fault)
    {
        request.Touched?.Forget();
        request.Pending.FailUncertain(fault);
        request.Session.Turns.EndTurn(request.Session);
    }

    private static void HandleVerdict(CommitRequest request, RunVerdict verdict)
    {
        switch (verdict)
        {
            case RunVerdict.AlreadyDone or RunVerdict.Gone:
                request.Pending.NoteSuperseded();
                break;
            case RunVerdict.SlotLost:
                request.Pending.NoteSlotLost();
                break;
            case RunVerdict.Stale or RunVerdict.Rejected or RunVerdict.OverQuota when request.Pending.Split():
                break;
            case RunVerdict.Stale:
                Repeat(request);
                break;
            case RunVerdict.OverQuota({ Quota: Quota.DeadLetters or Quota.DeadLetterBytes } full):
                request.Pending.NoteLettersFull(request.Report, full);
                break;
            case RunVerdict.OverQuota(var use):
                request.Pending.Fail(request.Report, new RunFailure(QuotaUse.Reason, $"{use.Explanation} The run wrote nothing.", null));
                break;
            case RunVerdict.Rejected rejected:
                request.Pending.Fail(request.Report, new RunFailure(RunFailure.WriteRejected, rejected.Message, null));
                break;
        }
    }

    private static void Repeat(CommitRequest request)
    {
        request.Pending.Repeats++;
        var attempts = request.Session.Limits.ConflictAttempts;
        if (request.Pending.Repeats >= attempts)
        {
            request.Pending.Repeats--;
            request.Pending.Fail(
                request.Report,
                new RunFailure(
                    RunFailure.Conflict,
                    $"Concurrent changes invalidated what the run had read, in each of {attempts} attempts; nothing was written.",
                    null));
        }
    }

    private static void Advance(CommitRequest request)
    {
        if (request.Pending.IsDone)
        {
            request.Pending.Finish();
            request.Session.Turns.EndTurn(request.Session);
        }
        else
        {
            request.Session.Turns.Continue(request.Session);
        }
    }
}
