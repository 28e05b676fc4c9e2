using System.Globalization;
using Npgsql;

namespace TemplateWorker.Benchmarks.Figures.Stand;

/// <summary>Looks into the database, past everything that is measured.</summary>
internal sealed class StoredCounters(string connectionString)
{
    /// <summary>What the counters of the measured tenants hold, in the order of the tenants; 0 where there is none.</summary>
    public async Task<int[]> ReadAsync(CancellationToken cancellationToken)
    {
        var counters = new int[BenchTenants.Count];
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            "select owner_id, (value #>> '{}')::int from tenant_kv where owner_type = $1 and key = $2 and owner_id::int <= $3");
        command.Parameters.Add(new NpgsqlParameter { Value = BenchTenants.OwnerType });
        command.Parameters.Add(new NpgsqlParameter { Value = BenchTenants.Counter });
        command.Parameters.Add(new NpgsqlParameter { Value = BenchTenants.Count });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            counters[int.Parse(reader.GetString(0), CultureInfo.InvariantCulture) - 1] = reader.GetInt32(1);
        }

        return counters;
    }

    /// <summary>How many transactions the database has committed since the start of the server.</summary>
    public async Task<long> TransactionsAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select xact_commit from pg_stat_database where datname = current_database()");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
