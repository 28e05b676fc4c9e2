using Npgsql;

namespace TemplateWorker.Storage.Tenants;

/// <summary>Begins, changes or ends the suspension of a tenant. A trigger tells the supervisors.</summary>
internal static class WriteSuspension
{
    // The beginning of one that is changed stays.
    private const string SuspendSql = $"""
        insert into tenants as t (owner_type, owner_id, suspended_at, suspended_reason, suspended_until) values ($1, $2, now(), $3, $4)
        on conflict (owner_type, owner_id) do update
        set suspended_at = coalesce(t.suspended_at, now()), suspended_reason = excluded.suspended_reason, suspended_until = excluded.suspended_until
        returning {SuspensionRow.Columns}
        """;

    private const string ResumeSql = """
        update tenants set suspended_at = null, suspended_reason = null, suspended_until = null
        where owner_type = $1 and owner_id = $2 and suspended_at is not null and (not $3 or suspended_until <= now())
        """;

    public static async Task<Suspension> SuspendAsync(
        NpgsqlConnection connection, TenantId tenant, string reason, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SuspendSql, connection);
        command.Parameters.AddTenant(tenant).AddText(reason).AddTime(until);
        return (await SuspensionRow.ReadAsync(command, cancellationToken)).Single();
    }

    /// <param name="onlyEnded">Only when its time is over, by the database's clock.</param>
    /// <returns>Whether there was one that ended.</returns>
    public static async Task<bool> ResumeAsync(NpgsqlConnection connection, TenantId tenant, bool onlyEnded, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ResumeSql, connection);
        command.Parameters.AddTenant(tenant);
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = onlyEnded });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
