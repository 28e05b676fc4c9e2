using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Auditing;

/// <summary>Adds a line to the audit log, in the transaction of what it records.</summary>
internal static class WriteAudit
{
    /// <summary>A larger text is left out: the log is for people, and one line must not fail what it records.</summary>
    private const int MaxJsonCharacters = 64 << 10;

    private const string Sql = """
        insert into audit_log (id, actor, origin, action, owner_type, owner_id, subject, before, after)
        values ($3, $4, $5, $6, $1, $2, $7, $8, $9)
        """;

    public static async Task ExecuteAsync(NpgsqlConnection connection, Actor by, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddText(entry.Tenant?.OwnerType ?? "").AddText(entry.Tenant?.OwnerId ?? "");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.AddText(by.Name).AddText(by.Origin).AddText(entry.Action).AddText(entry.Subject);
        foreach (var state in new[] { entry.Before, entry.After })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = Text(state), NpgsqlDbType = NpgsqlDbType.Json });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static object Text(System.Text.Json.Nodes.JsonObject? state) => state?.ToJsonString() switch
    {
        null => DBNull.Value,
        { Length: > MaxJsonCharacters } text => $$"""{"left_out":"{{text.Length}} characters"}""",
        var text => text,
    };
}
