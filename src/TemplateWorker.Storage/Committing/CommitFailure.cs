using Npgsql;

namespace TemplateWorker.Storage.Committing;

/// <summary>Why nothing of a group was written, when its runs are the cause and not the server. The connection is good.</summary>
/// <param name="Fault">What to do about it.</param>
/// <param name="Message">For the author of the run at fault; without the values.</param>
internal sealed record CommitFailure(CommitFault Fault, string Message)
{
    /// <summary>Tells what an error of the commit means, or returns null when the runs are not its cause.</summary>
    public static CommitFailure? Of(PostgresException error) =>
        FaultOf(error) is { } fault ? new CommitFailure(fault, Describe(error)) : null;

    private static CommitFault? FaultOf(PostgresException error) => error.SqlState switch
    {
        // A partition is missing: no value of the run's is wrong.
        SqlState.CheckViolation when string.IsNullOrEmpty(error.ConstraintName) => null,
        // The guard of the statement.
        SqlState.DivisionByZero or SqlState.SerializationFailure or SqlState.DeadlockDetected => CommitFault.Collision,
        // A statement_timeout of the role may be shorter than our lock_timeout.
        SqlState.LockNotAvailable or SqlState.QueryCanceled => CommitFault.Blocked,
        _ => error.SqlState[..2] switch
        {
            SqlState.DataExceptionClass or SqlState.IntegrityConstraintClass or SqlState.ProgramLimitClass
                or SqlState.PlpgsqlClass => CommitFault.Value,
            _ => null,
        },
    };

    // The error's detail stays out, because it quotes the row.
    private static string Describe(PostgresException error) => error.ConstraintName is { Length: > 0 } constraint
        ? $"PostgreSQL refuses a value that the run wrote, by the constraint {constraint} ({error.SqlState})."
        : $"PostgreSQL refuses a value that the run wrote: {error.MessageText} ({error.SqlState}).";
}

/// <summary>What in a group of runs made the database undo it.</summary>
internal enum CommitFault
{
    /// <summary>A writer that does not take the tenants' locks wrote the same rows. The same group may succeed when it is sent again.</summary>
    Collision,

    /// <summary>Another session holds a row or a tenant for too long. Runs that touch neither would succeed.</summary>
    Blocked,

    /// <summary>A value of one run cannot be stored, and never will be. The other runs would pass.</summary>
    Value,
}
