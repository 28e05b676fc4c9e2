using Npgsql;

namespace TemplateWorker.Benchmarks.Figures.Stand;

/// <summary>Tenants of whom more than the workers keep warm come before one comes again, so that each event finds no heap.</summary>
internal static class ColdTenants
{
    public const int Count = 20_000;

    /// <summary>Beyond the numbers of the other tenants.</summary>
    private const int First = 1_000_001;

    /// <summary>Gives each the template of the measured tenants.</summary>
    public static async Task MakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            $$"""
            with cold as (select '{{BenchTenants.OwnerType}}'::text as owner_type, n::text as owner_id
                from generate_series({{First}}, {{First + Count - 1}}) n),
            made as (
                insert into templates (owner_type, owner_id, name, active_version, last_version)
                select owner_type, owner_id, 'bench', 1, 1 from cold on conflict do nothing)
            insert into template_versions (owner_type, owner_id, name, version, files, settings, subscriptions, checksum)
            select cold.owner_type, cold.owner_id, 'bench', 1, v.files, v.settings, v.subscriptions, v.checksum
            from cold, (select * from template_versions where owner_type = '{{BenchTenants.OwnerType}}' limit 1) v on conflict do nothing
            """);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
        await using var analyze = source.CreateCommand("analyze");
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>One request for each, to run the event at once.</summary>
    public static IReadOnlyList<byte[]> Requests(string eventName, string token) => BenchTenants.Requests(eventName, token, First, Count, "?wait=true");
}
