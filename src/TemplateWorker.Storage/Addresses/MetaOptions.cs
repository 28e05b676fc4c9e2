namespace TemplateWorker.Storage.Addresses;

/// <summary>Where the database is. The text forms of the addresses hold no password.</summary>
public sealed record MetaOptions
{
    /// <summary>
    /// The database: <c>postgresql://…</c>, libpq's <c>host=… user=…</c>, or <c>embedded:DIR</c> for a private cluster in
    /// a folder. Without default.
    /// </summary>
    public required PostgresAddress PostgresUrl { get; init; }

    /// <summary>
    /// The same database without the pooler that <see cref="PostgresUrl"/> leads through; null without a pooler. When it is
    /// given, <see cref="PostgresUrl"/> is assumed to be a pooler in transaction mode.
    /// </summary>
    public PostgresAddress.Server? DirectPostgresUrl { get; init; }

    /// <summary>
    /// The same database, without a pooler, as the role that owns the tables: for migrations and for the partitions of history and logs.
    /// Null when the other role may change the schema.
    /// </summary>
    public PostgresAddress.Server? MigratePostgresUrl { get; init; }
}
