using TemplateWorker.Storage;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Templates.Scheduling;

/// <summary>What happens to a run after the database has spoken. Called on the committer's thread, which has the tenant's turn then.</summary>
internal static class CommitSettlement
{
    public static void Settle(CommitRequest request, RunVerdict verdict)
    {
        switch (verdict)
        {
            case RunVerdict.Committed committed:
                if (request.Report.Failure is null)
                {
                    request.Transaction?.Remember(committed.Version);
                }

                request.Event.Add(request.Report);
                break;

            case RunVerdict.AlreadyDone:
                request.Transaction?.Forget();
                request.Event.Unresolve();
                break;

            case RunVerdict.Stale:
                request.Transaction?.Forget();
                Repeat(request);
                break;

            case RunVerdict.Rejected rejected:
                request.Transaction?.Forget();
                request.Event.Add(request.Report with
                {
                    ResultJson = null,
                    Failure = new RunFailure(RunFailure.WriteRejected, rejected.Message, null),
                });
                break;
        }

        Advance(request);
    }

    /// <summary>The connection broke, so whether the group was committed is not known.</summary>
    public static void Fail(CommitRequest request, StorageException fault)
    {
        request.Transaction?.Forget();
        request.Event.Refuse(EventRefusal.StorageUnavailable, fault.Message);
        request.Session.Thread.EndTurn(request.Session);
    }

    private static void Repeat(CommitRequest request)
    {
        request.Event.Repeats++;
        var attempts = request.Session.Limits.ConflictAttempts;
        if (request.Event.Repeats >= attempts)
        {
            request.Event.Repeats--;
            request.Event.Add(request.Report with
            {
                ResultJson = null,
                Failure = new RunFailure(
                    RunFailure.Conflict,
                    $"What the run read was changed by others in each of {attempts} attempts; nothing was written.",
                    null),
            });
        }
    }

    private static void Advance(CommitRequest request)
    {
        if (request.Event.IsDone)
        {
            request.Event.Finish();
            request.Session.Thread.EndTurn(request.Session);
        }
        else
        {
            request.Session.Thread.Continue(request.Session);
        }
    }
}
