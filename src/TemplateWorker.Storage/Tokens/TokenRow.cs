using Npgsql;

namespace TemplateWorker.Storage.Tokens;

/// <summary>Reads <see cref="Columns"/>.</summary>
internal static class TokenRow
{
    public const string Columns = "prefix, name, role, owner_type, owner_id, created_at, expires_at, last_used_at, revoked_at";

    /// <summary>The number of <see cref="Columns"/>.</summary>
    public const int Count = 9;

    public static IssuedToken Read(NpgsqlDataReader reader) => new()
    {
        Prefix = reader.GetString(0),
        Name = reader.GetString(1),
        Role = TokenRoles.Parse(reader.GetString(2))!.Value,
        Tenant = reader.GetString(3).Length == 0 ? null : new TenantId(reader.GetString(3), reader.GetString(4)),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
        ExpiresAt = Time(reader, 6),
        LastUsedAt = Time(reader, 7),
        RevokedAt = Time(reader, 8),
    };

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
