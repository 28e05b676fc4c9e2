namespace TemplateWorker.Storage.Connecting;

/// <summary>How one process reaches its database.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Npgsql's form, as an address and the embedded cluster give it. Holds the password.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// The most connections that the process opens, at least 2: a migration that waits for a lock looks up its blockers
    /// through a second one. A caller that needs another one waits up to the connect timeout.
    /// </summary>
    public required int MaxConnections { get; init; }

    /// <summary>
    /// Whether a pooler in transaction mode, such as PgBouncer, is in between: then each transaction may run in another session,
    /// so nothing is prepared, set or listened for in one.
    /// </summary>
    public bool IsTransactionPooled { get; init; }

    /// <summary>What the server shows for our sessions in pg_stat_activity, unless the connection string names another.</summary>
    public string ApplicationName { get; init; } = "template-worker";

    /// <summary>After how long without use a connection is tried before it is used again.</summary>
    internal TimeSpan TrialAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Tells how old is what is remembered about the database.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Leaves the connection string out, because it holds the password.</summary>
    public override string ToString() => $"{ApplicationName}, {MaxConnections} connections";
}
