using Npgsql;

namespace TemplateWorker.Storage.Logs;

/// <summary>A page of a tenant's lines.</summary>
internal static class ListLogs
{
    private const string Sql = """
        select template, run_id, level, line, logged_at
        from logs
        where owner_type = $1 and owner_id = $2 and logged_at < coalesce($3, 'infinity')
            and ($4::text is null or template = $4) and level = any ($5)
            and logged_at >= coalesce($7, '-infinity') and ($8::uuid is null or run_id = $8)
        order by logged_at desc
        limit $6
        """;

    public static async Task<IReadOnlyList<LogLine>> ExecuteAsync(
        NpgsqlConnection connection, LogFilter filter, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(filter.Tenant)
            .AddTime(filter.Before)
            .AddText(filter.Template)
            .AddTexts(SeverityNames.From(filter.Least))
            .AddNumber(filter.Limit)
            .AddTime(filter.Since);
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = filter.RunId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<LogLine>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(new LogLine
            {
                Tenant = filter.Tenant,
                Template = reader.GetString(0),
                RunId = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetGuid(1),
                Severity = SeverityNames.Parse(reader.GetString(2)),
                Text = reader.GetString(3),
                LoggedAt = reader.GetFieldValue<DateTimeOffset>(4),
            });
        }

        return lines;
    }
}
