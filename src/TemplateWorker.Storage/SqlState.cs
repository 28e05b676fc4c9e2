namespace TemplateWorker.Storage;

/// <summary>
/// The SQLSTATE codes that this library tells apart, under the names of
/// <see href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL's appendix A</see>.
/// </summary>
internal static class SqlState
{
    public const string ProtocolViolation = "08P01";
    public const string DivisionByZero = "22012";
    public const string UniqueViolation = "23505";
    public const string CheckViolation = "23514";
    public const string ReadOnlyTransaction = "25006";
    public const string InvalidAuthorization = "28000";
    public const string InvalidPassword = "28P01";
    public const string InvalidCatalogName = "3D000";
    public const string DuplicateDatabase = "42P04";
    public const string SerializationFailure = "40001";
    public const string DeadlockDetected = "40P01";
    public const string InsufficientPrivilege = "42501";
    public const string UndefinedTable = "42P01";
    public const string TooManyConnections = "53300";
    public const string LockNotAvailable = "55P03";
    public const string QueryCanceled = "57014";
    public const string AdminShutdown = "57P01";
    public const string CrashShutdown = "57P02";
    public const string CannotConnectNow = "57P03";
    public const string DatabaseDropped = "57P04";

    /// <summary>The class, the first two characters, of constraint violations.</summary>
    public const string IntegrityConstraintClass = "23";

    /// <summary>The class of values that a type does not take.</summary>
    public const string DataExceptionClass = "22";

    /// <summary>The class of statements and values that are too large or too deeply nested.</summary>
    public const string ProgramLimitClass = "54";

    /// <summary>The class of errors that PL/pgSQL raises, from a trigger of the operator for us.</summary>
    public const string PlpgsqlClass = "P0";

    /// <summary>The class of exhausted disk, memory and other resources.</summary>
    public const string InsufficientResourcesClass = "53";

    /// <summary>The class of broken connections.</summary>
    public const string ConnectionExceptionClass = "08";
}
