using Npgsql;
using TemplateWorker.Benchmarks.Figures.Accounting;
using TemplateWorker.Benchmarks.Figures.Results;

namespace TemplateWorker.Benchmarks.Figures.Durable;

/// <summary>Figure l: what a pool costs that has many tenants and nothing to do.</summary>
internal static class IdleTenants
{
    public const int Count = 100_000;

    /// <summary>
    /// Each with a template that subscribes to an event, and a schedule that is far from due. PostgreSQL also gets its cleaning up after
    /// other figures done, which it would do in the meantime.
    /// </summary>
    public static async Task MakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            $$"""
            create temporary table idle as select 'idle'::text as owner_type, n::text as owner_id from generate_series(1, {{Count}}) n;
            with made as (
                insert into templates (owner_type, owner_id, name, active_version, last_version) select owner_type, owner_id, 'bench', 1, 1 from idle)
            insert into template_versions (owner_type, owner_id, name, version, files, settings, subscriptions, checksum)
            select i.owner_type, i.owner_id, 'bench', 1, v.files, v.settings, v.subscriptions, v.checksum
            from idle i, (select * from template_versions limit 1) v;
            insert into schedules (owner_type, owner_id, name, slot, cron, timezone, event, data, catch_up, next_at)
            select owner_type, owner_id, 'yearly', template_worker_slot(owner_type, owner_id), '0 0 1 1 *', 'UTC', 'bench.increment', 'null', 'none',
                now() + interval '1 day' from idle;
            """);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
        await using var vacuum = source.CreateCommand("vacuum analyze");
        vacuum.CommandTimeout = 0;
        await vacuum.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Watches for a while.</summary>
    public static async Task<IdleFigures> MeasureAsync(ObservedProcesses observed, TimeSpan time, CancellationToken cancellationToken)
    {
        var cpu = new CpuUse();
        var before = CpuSnapshot.Take(observed);
        await Task.Delay(time, cancellationToken);
        cpu.Add(before, CpuSnapshot.Take(observed));
        var perSecond = cpu.RolesPer(Math.Max(1, (long)time.TotalSeconds));
        return new IdleFigures(Count, perSecond.Where(role => role.Key != ObservedProcesses.Client).ToDictionary(role => role.Key, role => role.Value / 1e6, StringComparer.Ordinal));
    }
}
