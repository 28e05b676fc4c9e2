using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Tenants;

/// <summary>Suspensions: those of some tenants, or a page of all by tenant.</summary>
internal static class ReadSuspensions
{
    private const string SomeSql = $"""
        select {SuspensionRow.Columns} from tenants
        where (owner_type, owner_id) in (select * from unnest($1::text[], $2::text[])) and suspended_at is not null
        """;

    private const string PageSql = $"""
        select {SuspensionRow.Columns} from tenants
        where suspended_at is not null and (owner_type, owner_id) > ($1, $2)
        order by owner_type, owner_id
        limit $3
        """;

    private const string LockedSql = $"select {SuspensionRow.Columns} from tenants where owner_type = $1 and owner_id = $2 and suspended_at is not null for update";

    public static async Task<IReadOnlyList<Suspension>> ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyCollection<TenantId> tenants, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SomeSql, connection);
        command.Parameters
            .AddArray(tenants.Select(tenant => tenant.OwnerType).ToList(), NpgsqlDbType.Text)
            .AddArray(tenants.Select(tenant => tenant.OwnerId).ToList(), NpgsqlDbType.Text);
        return await SuspensionRow.ReadAsync(command, cancellationToken);
    }

    /// <param name="after">Only tenants behind this one; null for all.</param>
    public static async Task<IReadOnlyList<Suspension>> ExecuteAsync(
        NpgsqlConnection connection, TenantId? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(PageSql, connection);
        command.Parameters.AddText(after?.OwnerType ?? "").AddText(after?.OwnerId ?? "").AddNumber(limit);
        return await SuspensionRow.ReadAsync(command, cancellationToken);
    }

    /// <summary>The suspension of a tenant, locked until the end of the transaction.</summary>
    public static async Task<Suspension?> ExecuteLockedAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LockedSql, connection);
        command.Parameters.AddTenant(tenant);
        return (await SuspensionRow.ReadAsync(command, cancellationToken)).SingleOrDefault();
    }
}
