using Npgsql;

namespace TemplateWorker.Storage.Policies;

/// <summary>Gives a template a policy of its own, or takes it away. A trigger tells the workers.</summary>
internal static class WritePolicy
{
    // Without a number of attempts the policy goes.
    private const string Sql = """
        with template as materialized (
            select owner_type, owner_id, name from templates where owner_type = $1 and owner_id = $2 and name = $3 for key share
        ), given as (
            insert into template_policies as p (owner_type, owner_id, template, max_attempts, backoff_base, backoff_cap, on_exhausted)
            select owner_type, owner_id, name, $4, $5, $6, $7 from template where $4 is not null
            on conflict (owner_type, owner_id, template) do update
            set max_attempts = excluded.max_attempts, backoff_base = excluded.backoff_base, backoff_cap = excluded.backoff_cap,
                on_exhausted = excluded.on_exhausted
        ), taken as (
            delete from template_policies where owner_type = $1 and owner_id = $2 and template = $3 and $4 is null
        )
        select exists (select from template)
        """;

    public static async Task<bool> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string template, DeliveryPolicy? policy, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(template);
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = policy?.MaxAttempts });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = policy?.BackoffBase ?? default });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = policy?.BackoffCap ?? default });
        command.Parameters.AddText(policy?.OnExhausted == ExhaustedAction.Park ? PolicyRow.Park : PolicyRow.Skip);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
