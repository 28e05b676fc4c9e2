using Npgsql;

namespace TemplateWorker.Benchmarks.Figures.Baselines;

/// <summary>
/// The transaction of figure g: a queue's row deleted, a value stored and a history row inserted, on copies of our own
/// tables with all their indexes. The history is not partitioned there, which is to its advantage.
/// </summary>
internal sealed class QueueScript(string connectionString, int tenants)
{
    /// <summary>What a client numbers its transactions with; more than it makes in a round.</summary>
    private const int Rows = 400_000;

    public async Task<string> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            """
            create schema if not exists baseline;
            create table if not exists baseline.deliveries (like public.deliveries including all);
            create table if not exists baseline.tenant_kv (like public.tenant_kv including all);
            create table if not exists baseline.history (like public.history including all);
            """,
            cancellationToken);
        var file = Path.Combine(folder, "queue.sql");
        await File.WriteAllTextAsync(
            file,
            $$"""
            \set id :n * :clients + :client_id
            \set n :n + 1
            \set tenant random(1, {{tenants}})
            begin;
            delete from baseline.deliveries where slot = (:id::int % 4096)::smallint and id = :id::int;
            insert into baseline.tenant_kv (owner_type, owner_id, key, scopes, value) values ('guild', :tenant::int::text, 'count', '{}', to_jsonb(:id::int)) on conflict (owner_id, owner_type, key, scopes) do update set value = excluded.value, last_updated_at = now();
            insert into baseline.history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, started_at, wall_ms, cpu_ms, worker) values ('guild', :tenant::int::text, 'bench', 1, gen_random_uuid(), 'bench.increment', :id::int, 1, 'completed', now(), 0.5, 0.1, 'pgbench');
            commit;

            """,
            cancellationToken);
        return file;
    }

    /// <summary>Fills the queue anew, with the events' data.</summary>
    public Task FillAsync(string data, CancellationToken cancellationToken) => ExecuteAsync(
        $"""
        truncate baseline.deliveries, baseline.history;
        insert into baseline.deliveries (slot, id, owner_type, owner_id, template, event_id, event, data)
        select (n % 4096)::smallint, n, 'guild', (n % {tenants} + 1)::text, 'bench', gen_random_uuid(), 'bench.increment', '{data}' from generate_series(0, {Rows - 1}) n;
        analyze baseline.deliveries;
        """,
        cancellationToken);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
