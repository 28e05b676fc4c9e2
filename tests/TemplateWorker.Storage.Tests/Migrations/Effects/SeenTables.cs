using Npgsql;
using TemplateWorker.Storage.Migrations.Effects;

namespace TemplateWorker.Storage.Tests.Migrations.Effects;

/// <summary>The tables of a database before a change in an open transaction, to see what the change did to them.</summary>
/// <remarks>Without partitions: what a statement does to the table that it names, it does to its partitions.</remarks>
internal sealed class SeenTables
{
    private readonly NpgsqlConnection _connection;
    private readonly Dictionary<uint, (string Name, uint File)> _before;

    private SeenTables(NpgsqlConnection connection, Dictionary<uint, (string Name, uint File)> before) => (_connection, _before) = (connection, before);

    /// <summary>Their names before the change.</summary>
    public IEnumerable<string> Names => _before.Values.Select(table => table.Name);

    public static async Task<SeenTables> ReadAsync(NpgsqlConnection connection) => new(connection, await FilesAsync(connection));

    /// <summary>The strongest lock that the transaction holds on each of them, from that of a row's writer on.</summary>
    public async Task<Dictionary<string, TableLock>> LocksAsync()
    {
        await using var command = new NpgsqlCommand(
            "select relation, mode from pg_locks where locktype = 'relation' and pid = pg_backend_pid() and granted", _connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<(uint Table, TableLock Lock)> held = [];
        while (await reader.ReadAsync())
        {
            held.Add((reader.GetFieldValue<uint>(0), Enum.Parse<TableLock>(reader.GetString(1)[..^"Lock".Length])));
        }

        return held.Where(entry => entry.Lock >= TableLock.RowExclusive && _before.ContainsKey(entry.Table))
            .GroupBy(entry => entry.Table)
            .ToDictionary(table => _before[table.Key].Name, table => table.Max(entry => entry.Lock), StringComparer.Ordinal);
    }

    /// <summary>Those that have another file now, with all of their rows.</summary>
    public async Task<IReadOnlyList<string>> RewrittenAsync()
    {
        var now = await FilesAsync(_connection);
        return [.. _before.Where(table => now.TryGetValue(table.Key, out var entry) && entry.File != table.Value.File).Select(table => table.Value.Name)];
    }

    private static async Task<Dictionary<uint, (string Name, uint File)>> FilesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select oid, relname::text, coalesce(pg_relation_filenode(oid), 0)::oid from pg_class where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace",
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        Dictionary<uint, (string Name, uint File)> tables = [];
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetFieldValue<uint>(0), (reader.GetString(1), reader.GetFieldValue<uint>(2)));
        }

        return tables;
    }
}
