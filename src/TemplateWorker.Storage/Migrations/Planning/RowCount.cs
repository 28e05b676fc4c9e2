using Npgsql;

namespace TemplateWorker.Storage.Migrations.Planning;

/// <summary>How many rows a table has.</summary>
/// <param name="Rows">The number; an estimate of the server's where it is not exact.</param>
/// <param name="IsExact">Whether they were counted.</param>
internal sealed record RowCount(long Rows, bool IsExact)
{
    private const int MostCounted = 100_000;

    private const string EstimateSql = """
        select coalesce((select sum(greatest(leaf.reltuples, 0)) from pg_partition_tree(c.oid) p join pg_class leaf on leaf.oid = p.relid and p.isleaf), c.reltuples)::bigint
        from pg_class c
        where c.oid = to_regclass(quote_ident($1)) and c.relkind in ('r', 'p')
        """;

    /// <summary>Counts up to 100,000 rows, and takes the server's estimate from there on.</summary>
    /// <param name="connection">To the database.</param>
    /// <param name="table">Which.</param>
    /// <param name="column">Only rows that have a value there; null for all.</param>
    /// <param name="cancellationToken">Ends the count.</param>
    /// <returns>Null when there is no such table.</returns>
    public static async Task<RowCount?> ReadAsync(NpgsqlConnection connection, string table, string? column, CancellationToken cancellationToken)
    {
        await using var estimate = new NpgsqlCommand(EstimateSql, connection) { Parameters = { new() { Value = table } } };
        if (await estimate.ExecuteScalarAsync(cancellationToken) is not long estimated)
        {
            return null;
        }

        var condition = column is null ? "" : $" where {Quoted(column)} is not null";
        await using var count = new NpgsqlCommand($"select count(*) from (select from {Quoted(table)}{condition} limit {MostCounted + 1}) counted", connection);
        var counted = (long)(await count.ExecuteScalarAsync(cancellationToken))!;
        return counted <= MostCounted ? new RowCount(counted, true) : new RowCount(Math.Max(estimated, counted), false);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
