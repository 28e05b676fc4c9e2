using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.TenantState;

namespace TemplateWorker.Storage.TenantCopies;

/// <summary>Brings the rows of an export into a database that has none of the tenant.</summary>
/// <remarks>
/// The tenant is banned until all is there. Rows come in bounded transactions, since a long one would hold up the reading of lanes; what waits in
/// lanes comes last, in one, and is new to the database: it gets new ids and positions in its old order.
/// </remarks>
internal sealed class TenantImport(Database database)
{
    private const int RowsOfTransaction = 500;
    private const int BytesOfTransaction = 4 << 20;

    /// <summary>Imports a file.</summary>
    /// <param name="path">The export.</param>
    /// <param name="as">The tenant to import it as, without the tokens of the other one; null for its own.</param>
    /// <returns>The tenant, and the rows of each table.</returns>
    /// <exception cref="StorageException">Nothing was changed, or the tenant is there in part and banned, which the message says.</exception>
    public async Task<ImportedTenant> RunAsync(string path, TenantId? @as, CancellationToken cancellationToken)
    {
        var (head, _) = await TenantFile.CheckAsync(path, cancellationToken);
        var tenant = @as ?? (TenantId.TryParse(head.Tenant, out var own) ? own : throw new StorageException(
            StorageFault.BackupBroken, $"{path} is of the tenant '{head.Tenant}', which is none."));
        var tables = await database.UseAsync((connection, token) => CheckAsync(connection, head, tenant, token), cancellationToken);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await new TenantStateStore(database).SetBannedAsync(tenant, true, cancellationToken);
        try
        {
            await WriteAsync(path, tenant, keepsTokens: @as is null, tables, counts, cancellationToken);
        }
        catch (StorageException fault)
        {
            var message = $"{fault.Message} The tenant {tenant} is there in part, and banned: delete it, and import it again.";
            throw new StorageException(fault.Fault, message, fault) { SqlState = fault.SqlState };
        }

        return new ImportedTenant(tenant, counts);
    }

    private static async Task<IReadOnlyDictionary<string, TenantTable>> CheckAsync(
        NpgsqlConnection connection, TenantFileHead head, TenantId tenant, CancellationToken cancellationToken)
    {
        if (head.Migration != Migrator.KnownIds[^1])
        {
            throw new StorageException(
                StorageFault.SchemaUnknown,
                $"The export is of version {head.Program}, whose last migration is {head.Migration}; that of this version is {Migrator.KnownIds[^1]}. Import it with that version, and migrate then.");
        }

        var tables = await TenantTable.AllAsync(connection, cancellationToken);
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand($"select exists ({table.AnySql})", connection);
            command.Parameters.AddTenant(tenant);
            if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!)
            {
                throw new StorageException(
                    StorageFault.BackupFailed, $"The tenant {tenant} has rows in {table.Name}. Nothing was changed. Delete the tenant first, or import the file as another.");
            }
        }

        return tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
    }

    private async Task WriteAsync(
        string path, TenantId tenant, bool keepsTokens, IReadOnlyDictionary<string, TenantTable> tables, SortedDictionary<string, long> counts, CancellationToken cancellationToken)
    {
        JsonElement? state = null;
        List<TenantFileRow> queue = [];
        var templates = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var group = new RowGroup(RowsOfTransaction, BytesOfTransaction);
        await foreach (var row in TenantFile.RowsAsync(path, cancellationToken))
        {
            if (!tables.TryGetValue(row.Table, out var table))
            {
                throw new StorageException(StorageFault.BackupBroken, $"{path} has rows of a table '{row.Table}', which this schema does not have.");
            }

            if (row.Table == "tokens" && !keepsTokens)
            {
                continue;
            }

            counts[row.Table] = counts.GetValueOrDefault(row.Table) + 1;
            if (row.Table == "tenant_state")
            {
                state = row.Row;
            }
            else if (row.Table == TenantTable.Templates)
            {
                templates[row.Row.GetProperty("name").GetString()!] = row.Row;
            }
            else if (TenantTable.Queue.Contains(row.Table, StringComparer.Ordinal))
            {
                queue.Add(row);
            }
            else if (row.Table == TenantTable.TemplateVersions && templates.Remove(row.Row.GetProperty("name").GetString()!, out var template))
            {
                // The first version of a template is its active one.
                await InsertAsync(group.Take(), tenant, cancellationToken);
                await InsertTemplateAsync(tables, tenant, template, row.Row, cancellationToken);
            }
            else if (!group.TryAdd(table, row.Row))
            {
                await InsertAsync(group.Take(), tenant, cancellationToken);
                group.TryAdd(table, row.Row);
            }
        }

        await InsertAsync(group.Take(), tenant, cancellationToken);
        await database.UseAsync((connection, token) => new QueueImport(connection, tenant, tables).RunAsync(queue, state, token), cancellationToken);
    }

    private async Task InsertAsync((TenantTable Table, string Rows)? group, TenantId tenant, CancellationToken cancellationToken)
    {
        if (group is not ({ } table, { } rows))
        {
            return;
        }

        await database.UseAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(table.InsertSql("$1"), connection);
                command.Parameters.Add(new NpgsqlParameter { Value = rows, NpgsqlDbType = NpgsqlDbType.Json });
                command.Parameters.AddTenant(tenant);
                command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)tenant.Slot });
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken);
    }

    private Task<int> InsertTemplateAsync(
        IReadOnlyDictionary<string, TenantTable> tables, TenantId tenant, JsonElement template, JsonElement version, CancellationToken cancellationToken) => database.UseAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(
                    $"with made as ({tables[TenantTable.Templates].InsertSql("$5")}) {tables[TenantTable.TemplateVersions].InsertSql("$1")}", connection);
                command.Parameters.Add(new NpgsqlParameter { Value = $"[{version.GetRawText()}]", NpgsqlDbType = NpgsqlDbType.Json });
                command.Parameters.AddTenant(tenant);
                command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)tenant.Slot });
                command.Parameters.Add(new NpgsqlParameter { Value = $"[{template.GetRawText()}]", NpgsqlDbType = NpgsqlDbType.Json });
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken);

    /// <summary>Rows of one table that are inserted together, as a JSON array.</summary>
    private sealed class RowGroup(int mostRows, int mostLength)
    {
        private readonly StringBuilder _rows = new();
        private TenantTable? _table;
        private int _count;

        /// <returns>False when the group is full, or is of another table.</returns>
        public bool TryAdd(TenantTable table, JsonElement row)
        {
            if (_table is not null && (_table != table || _count == mostRows || _rows.Length > mostLength))
            {
                return false;
            }

            _table = table;
            _rows.Append(_count++ == 0 ? '[' : ',').Append(row.GetRawText());
            return true;
        }

        /// <summary>What was added; null for nothing. The group is empty then.</summary>
        public (TenantTable Table, string Rows)? Take()
        {
            if (_table is not { } table)
            {
                return null;
            }

            var rows = _rows.Append(']').ToString();
            _rows.Clear();
            (_table, _count) = (null, 0);
            return (table, rows);
        }
    }
}

/// <summary>A tenant that was imported.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Rows">The rows of each table.</param>
internal sealed record ImportedTenant(TenantId Tenant, IReadOnlyDictionary<string, long> Rows);
