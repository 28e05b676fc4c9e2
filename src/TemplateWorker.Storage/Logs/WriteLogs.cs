using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Logs;

/// <summary>Stores a batch of lines.</summary>
internal static class WriteLogs
{
    private const string Sql = """
        insert into logs (owner_type, owner_id, template, run_id, level, line, logged_at)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[])
        """;

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, IReadOnlyList<LogLine> lines, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters
            .AddArray([.. lines.Select(line => line.Tenant.OwnerType)], NpgsqlDbType.Text)
            .AddArray([.. lines.Select(line => line.Tenant.OwnerId)], NpgsqlDbType.Text)
            .AddArray([.. lines.Select(line => line.Template)], NpgsqlDbType.Text)
            .AddArray([.. lines.Select(line => line.RunId)], NpgsqlDbType.Uuid)
            .AddArray([.. lines.Select(line => SeverityNames.Of(line.Severity))], NpgsqlDbType.Text)
            .AddArray([.. lines.Select(line => Storable(line.Text))], NpgsqlDbType.Text)
            .AddArray([.. lines.Select(line => line.LoggedAt.UtcDateTime)], NpgsqlDbType.TimestampTz);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A script can write what PostgreSQL's text cannot hold; the line is worth more than those characters.
    private static string Storable(string text) =>
        WellFormed.Is(text) && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : string.Concat(text.EnumerateRunes()).Replace('\0', '\ufffd');
}
