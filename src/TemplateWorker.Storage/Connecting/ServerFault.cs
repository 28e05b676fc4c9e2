using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>Explains errors that the server reported.</summary>
internal static class ServerFault
{
    public static StorageException Explain(PostgresException error, ConnectionTarget target)
    {
        var (fault, message) = error.SqlState switch
        {
            SqlState.InvalidCatalogName => (StorageFault.DatabaseMissing,
                $"The database '{target.Database}' does not exist on {target.Server}. Create it (createdb), or correct the name in the address."),
            SqlState.InvalidPassword when !target.HasPassword => (StorageFault.AuthenticationFailed,
                $"The server at {target.Server} asks for a password of role '{target.User}', but the address has none. Add one."),
            SqlState.InvalidPassword => (StorageFault.AuthenticationFailed,
                $"The server at {target.Server} refused the password of role '{target.User}', or there is no such role. Check user and password."),
            SqlState.InvalidAuthorization => Authorization(error, target),
            SqlState.TooManyConnections => (StorageFault.TooManyConnections,
                $"The server at {target.Server} has no connection left ({error.MessageText}). Lower the connections per worker, or raise max_connections there."),
            SqlState.InsufficientPrivilege => (StorageFault.InsufficientPrivilege,
                $"The role '{target.User}' lacks a right in database '{target.Database}': {error.MessageText}. Grant it, or use the role that owns the tables."),
            SqlState.CannotConnectNow => (StorageFault.ServerNotReady,
                $"The server at {target.Server} takes no connections yet: {error.MessageText}."),
            SqlState.AdminShutdown or SqlState.CrashShutdown or SqlState.DatabaseDropped => (StorageFault.ConnectionLost,
                $"The server at {target.Server} ended the connection: {error.MessageText}."),
            SqlState.ReadOnlyTransaction => (StorageFault.ReadOnly,
                $"The server at {target.Server} is read-only ({error.MessageText}). Point the address at the primary."),
            SqlState.LockNotAvailable => (StorageFault.LockNotAvailable, $"A lock was not free in time: {error.MessageText}."),
            SqlState.QueryCanceled => (StorageFault.StatementTimeout, $"The server gave a statement up: {error.MessageText}."),
            SqlState.SerializationFailure or SqlState.DeadlockDetected => (StorageFault.TransactionConflict,
                $"Concurrent transactions collided: {error.MessageText}."),
            _ => ByClass(error, target),
        };
        return new StorageException(fault, message, error) { SqlState = error.SqlState };
    }

    // One SQLSTATE covers three causes; the routine in PostgreSQL's source that raised it tells them apart in any language:
    // ClientAuthentication (src/backend/libpq/auth.c) consults pg_hba.conf, auth_failed (ibid.) refuses a method's proof,
    // InitializeSessionUserId (src/backend/utils/init/miscinit.c) looks the role up.
    private static (StorageFault Fault, string Message) Authorization(PostgresException error, ConnectionTarget target) => error.Routine switch
    {
        "InitializeSessionUserId" => (StorageFault.RoleMissing,
            $"The role '{target.User}' cannot log in at {target.Server}: {error.MessageText}. Create it (createuser), or correct the user in the address."),
        "ClientAuthentication" => (StorageFault.NotAdmitted,
            $"The server at {target.Server} rejects this combination of host, user, database and encryption: {error.MessageText}. Add a line for it to pg_hba.conf there; if the text says 'no encryption', sslmode=require may be all that is missing."),
        _ => (StorageFault.AuthenticationFailed,
            $"The server at {target.Server} did not let role '{target.User}' in: {error.MessageText}."),
    };

    private static (StorageFault Fault, string Message) ByClass(PostgresException error, ConnectionTarget target) => error.SqlState[..2] switch
    {
        SqlState.InsufficientResourcesClass => (StorageFault.ServerResources,
            $"The server at {target.Server} ran out of a resource: {error.MessageText}."),
        SqlState.ConnectionExceptionClass => (StorageFault.ConnectionLost,
            $"The connection to {target.Server} broke: {error.MessageText}."),
        // The message of a violated constraint names the constraint; values stand in the detail, which stays out.
        SqlState.IntegrityConstraintClass => (StorageFault.ConstraintViolated, $"{error.MessageText}."),
        SqlState.DataExceptionClass or SqlState.ProgramLimitClass => (StorageFault.ValueRefused,
            $"PostgreSQL does not take a value ({error.SqlState}): {error.MessageText}."),
        _ => (StorageFault.Unexpected, $"PostgreSQL reported {error.SqlState}: {error.MessageText}."),
    };
}
