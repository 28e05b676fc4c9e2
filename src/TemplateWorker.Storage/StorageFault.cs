namespace TemplateWorker.Storage;

/// <summary>What went wrong between us and PostgreSQL, as far as an operator has to tell cases apart.</summary>
public enum StorageFault
{
    /// <summary>None of the others; the message is the server's or the driver's own.</summary>
    Unexpected,

    /// <summary>The text that names the database cannot be understood.</summary>
    AddressInvalid,

    /// <summary>Nothing listens at the address, or its socket does not exist.</summary>
    ConnectionRefused,

    /// <summary>The host name does not resolve.</summary>
    HostNotFound,

    /// <summary>The host cannot be reached from this network.</summary>
    HostUnreachable,

    /// <summary>No answer to the connection attempt within its time.</summary>
    ConnectTimeout,

    /// <summary>A connection that worked got no answer to a statement within the driver's time for one.</summary>
    NoAnswer,

    /// <summary>A connection that worked broke, or the server closed it.</summary>
    ConnectionLost,

    /// <summary>The server is starting, stopping or recovering.</summary>
    ServerNotReady,

    /// <summary>What answers is older than the oldest PostgreSQL that is supported.</summary>
    ServerTooOld,

    /// <summary>What answers does not speak PostgreSQL's protocol.</summary>
    NotPostgres,

    /// <summary>The database that was asked for does not exist.</summary>
    DatabaseMissing,

    /// <summary>The role does not exist, or must not log in.</summary>
    RoleMissing,

    /// <summary>The password is wrong or missing, or the role may not log in this way.</summary>
    AuthenticationFailed,

    /// <summary>No line of the server's pg_hba.conf matches this host, user, database and encryption.</summary>
    NotAdmitted,

    /// <summary>The server's certificate is not trusted, has expired, or is another host's.</summary>
    CertificateRefused,

    /// <summary>TLS is required by the address, but the server does not offer it.</summary>
    TlsNotSupported,

    /// <summary>The server has no connection left for us.</summary>
    TooManyConnections,

    /// <summary>All connections of our own pool stayed in use for the whole wait.</summary>
    PoolExhausted,

    /// <summary>The role lacks a right that the statement needs.</summary>
    InsufficientPrivilege,

    /// <summary>The server is a standby, or the transaction is read-only.</summary>
    ReadOnly,

    /// <summary>The server ran out of disk, memory or another resource.</summary>
    ServerResources,

    /// <summary>Another session held a lock for longer than the timeout.</summary>
    LockNotAvailable,

    /// <summary>A statement took longer than it may.</summary>
    StatementTimeout,

    /// <summary>Concurrent transactions got in each other's way: serialisation failure or deadlock. Repeating helps.</summary>
    TransactionConflict,

    /// <summary>A value breaks a constraint of a table.</summary>
    ConstraintViolated,

    /// <summary>A value that its type does not take, or that is too large or too deeply nested, such as JSON with U+0000.</summary>
    ValueRefused,

    /// <summary>The schema was made or changed by something this binary does not know.</summary>
    SchemaUnknown,

    /// <summary>The schema lacks migrations that this binary needs.</summary>
    SchemaOutdated,

    /// <summary>A migration failed and was undone.</summary>
    MigrationFailed,

    /// <summary>The embedded cluster cannot be made or started.</summary>
    EmbeddedFailed,

    /// <summary>A backup cannot be taken or restored.</summary>
    BackupFailed,

    /// <summary>A file is no complete backup.</summary>
    BackupBroken,

    /// <summary>A setting of the server, the database or the role does not allow the promises to be kept.</summary>
    SettingUnfit,

    /// <summary>A pooler in transaction mode is in between, and the options do not say so.</summary>
    PoolerUnannounced,
}
