using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Tokens;

/// <summary>Writes when tokens were last used. A later time that another supervisor wrote stays.</summary>
internal static class NoteTokenUses
{
    private const string Sql = """
        update tokens t set last_used_at = used.at
        from unnest($1::text[], $2::timestamptz[]) used (prefix, at)
        where t.prefix = used.prefix and (t.last_used_at is null or t.last_used_at < used.at)
        """;

    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(string Prefix, DateTimeOffset At)> uses, CancellationToken cancellationToken)
    {
        // In one order everywhere, so that two supervisors do not wait for each other in a circle.
        var ordered = uses.OrderBy(use => use.Prefix, StringComparer.Ordinal).ToList();
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTexts([.. ordered.Select(use => use.Prefix)]);
        command.Parameters.AddArray([.. ordered.Select(use => use.At.UtcDateTime)], NpgsqlDbType.TimestampTz);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
