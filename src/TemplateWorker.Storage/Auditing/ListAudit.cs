using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Auditing;

/// <summary>A page of the audit log, the newest first: of one tenant, or of all.</summary>
internal static class ListAudit
{
    private const string Columns = "select id, at, actor, origin, action, owner_type, owner_id, subject, before::text, after::text from audit_log where";

    // The bound on the time alone is what the index and the partitions are found by.
    private const string Wanted = """
        ($1 is null or action = $1) and ($2 is null or actor = $2) and at >= $3 and at < $4 and at <= $5
            and (at < $5 or $6::uuid is null or id < $6::uuid)
        order by at desc, id desc
        limit $7
        """;

    private const string OfAll = $"{Columns} {Wanted}";
    private const string OfTenant = $"{Columns} owner_type = $8 and owner_id = $9 and {Wanted}";

    public static async Task<IReadOnlyList<AuditRecord>> ExecuteAsync(NpgsqlConnection connection, AuditFilter filter, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(filter.Tenant is null ? OfAll : OfTenant, connection);
        command.Parameters.AddText(filter.Action).AddText(filter.Actor);
        AddTime(command.Parameters, filter.Since?.UtcDateTime ?? DateTime.MinValue);
        AddTime(command.Parameters, filter.Until?.UtcDateTime ?? DateTime.MaxValue);
        AddTime(command.Parameters, filter.After?.At.UtcDateTime ?? DateTime.MaxValue);
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = filter.After?.Id });
        command.Parameters.AddNumber(filter.Limit);
        if (filter.Tenant is { } tenant)
        {
            command.Parameters.AddTenant(tenant);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<AuditRecord> page = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(Read(reader));
        }

        return page;
    }

    // The least and the greatest time are sent as minus and plus infinity.
    private static void AddTime(NpgsqlParameterCollection parameters, DateTime time) =>
        parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time, NpgsqlDbType = NpgsqlDbType.TimestampTz });

    private static AuditRecord Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        At = reader.GetFieldValue<DateTimeOffset>(1),
        Actor = new Actor(reader.GetString(2), reader.GetString(3)),
        Action = reader.GetString(4),
        Tenant = reader.GetString(5).Length == 0 ? null : new TenantId(reader.GetString(5), reader.GetString(6)),
        Subject = reader.GetString(7),
        Before = reader.IsDBNull(8) ? null : reader.GetString(8),
        After = reader.IsDBNull(9) ? null : reader.GetString(9),
    };
}
