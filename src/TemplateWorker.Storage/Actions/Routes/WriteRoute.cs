using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Actions.Routes;

/// <summary>Makes a route, or replaces the one of its name, which is enabled again.</summary>
internal static class WriteRoute
{
    private const string Sql = """
        insert into action_routes (name, owner_type, owner_id, type, url, secret, old_secret, strict, batch, timeout, attempts, rate, concurrency, allow_private)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (name) do update set owner_type = excluded.owner_type, owner_id = excluded.owner_id, type = excluded.type, url = excluded.url,
            secret = excluded.secret, old_secret = excluded.old_secret, strict = excluded.strict, batch = excluded.batch, timeout = excluded.timeout,
            attempts = excluded.attempts, rate = excluded.rate, concurrency = excluded.concurrency, allow_private = excluded.allow_private,
            disabled = null, deleted_at = null, changed_at = now()
        """;

    public static async Task<bool> ExecuteAsync(NpgsqlConnection connection, ActionRoute route, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters
            .AddText(route.Name)
            .AddText(route.Tenant?.OwnerType ?? "")
            .AddText(route.Tenant?.OwnerId ?? "")
            .AddText(route.Type)
            .AddText(route.Url)
            .AddText(route.Secret.Reveal())
            .AddText(route.OldSecret?.Reveal());
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = route.IsStrict });
        command.Parameters.AddNumber(route.Batch).AddSpan(route.Timeout).AddNumber(route.Attempts);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)route.Rate ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.AddNumber(route.Concurrency);
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = route.AllowsPrivate });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
