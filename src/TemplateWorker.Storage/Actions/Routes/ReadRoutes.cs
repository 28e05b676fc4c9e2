using Npgsql;

namespace TemplateWorker.Storage.Actions.Routes;

/// <summary>Routes: a page by name, or one.</summary>
internal static class ReadRoutes
{
    private const string Columns = """
        select name, owner_type, owner_id, type, url, secret, old_secret, strict, batch, timeout, attempts, rate, concurrency, allow_private, disabled, changed_at
        from action_routes
        """;

    private const string PageSql = $"{Columns} where name > $1 and deleted_at is null order by name limit $2";
    private const string OneSql = $"{Columns} where name = $1 and deleted_at is null for update";

    public static async Task<IReadOnlyList<ActionRoute>> ExecuteAsync(NpgsqlConnection connection, string after, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(PageSql, connection);
        command.Parameters.AddText(after).AddNumber(limit);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>One route, locked until the end of the transaction; null when there is none of the name.</summary>
    public static async Task<ActionRoute?> ExecuteAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(OneSql, connection);
        command.Parameters.AddText(name);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<ActionRoute>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ActionRoute> routes = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            routes.Add(new ActionRoute
            {
                Name = reader.GetString(0),
                Tenant = reader.GetString(1).Length == 0 ? null : new TenantId(reader.GetString(1), reader.GetString(2)),
                Type = reader.GetString(3),
                Url = reader.GetString(4),
                Secret = new Secret(reader.GetString(5)),
                OldSecret = reader.IsDBNull(6) ? null : new Secret(reader.GetString(6)),
                IsStrict = reader.GetBoolean(7),
                Batch = reader.GetInt32(8),
                Timeout = reader.GetTimeSpan(9),
                Attempts = reader.GetInt32(10),
                Rate = reader.IsDBNull(11) ? null : reader.GetInt32(11),
                Concurrency = reader.GetInt32(12),
                AllowsPrivate = reader.GetBoolean(13),
                Disabled = reader.IsDBNull(14) ? null : reader.GetString(14),
                ChangedAt = reader.GetFieldValue<DateTimeOffset>(15),
            });
        }

        return routes;
    }
}
