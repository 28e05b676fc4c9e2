using TemplateWorker.Storage;

namespace TemplateWorker.Api.Problems;

/// <summary>The problem of a storage failure. It never contains the exception's message, which names the operator's hosts.</summary>
internal static class StorageProblem
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    /// <summary>Says that the caller has to wait, and nothing about the operator's set-up.</summary>
    public static Problem Unavailable { get; } = new(
        ProblemKinds.StorageUnavailable, "The database is unavailable; the request had its effect once, or none.")
    {
        RetryAfter = RetrySoon,
    };

    /// <summary>Whether the fault is no property of the request, so that the caller can only wait.</summary>
    public static bool IsOutage(StorageException exception) =>
        exception.IsTransient || exception.Fault is StorageFault.ReadOnly or StorageFault.HostNotFound or StorageFault.StatementTimeout;

    public static Problem Of(StorageException exception)
    {
        if (exception.Fault is StorageFault.ValueRefused or StorageFault.ConstraintViolated)
        {
            return new Problem(ProblemKinds.ValueRefused, "PostgreSQL cannot store the value: a number may be out of range, or the value too large.");
        }

        if (exception.Fault is StorageFault.LockNotAvailable)
        {
            return new Problem(
                ProblemKinds.StorageUnavailable,
                "Another session of the database holds a row or lock that this request needs, so it had no effect.")
            {
                RetryAfter = RetrySoon,
            };
        }

        return IsOutage(exception)
            ? Unavailable
            : new Problem(ProblemKinds.InternalError, "The database reported an error; see the server's log.");
    }
}
