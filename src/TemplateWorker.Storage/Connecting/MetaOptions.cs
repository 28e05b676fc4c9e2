namespace TemplateWorker.Storage.Connecting;

/// <summary>Where the database is.</summary>
public sealed record MetaOptions
{
    /// <summary>
    /// The database: <c>postgresql://…</c>, libpq's <c>host=… user=…</c>, or <c>embedded:DIR</c> for a private cluster in
    /// a folder. Never empty; without default. A secret, since it may hold a password.
    /// </summary>
    public required Secret PostgresUrl { get; init; }

    /// <summary>
    /// The same database without the pooler that <see cref="PostgresUrl"/> leads through; null without a pooler. When it is
    /// given, <see cref="PostgresUrl"/> is assumed to be a pooler in transaction mode. A secret too.
    /// </summary>
    public Secret? DirectPostgresUrl { get; init; }
}
