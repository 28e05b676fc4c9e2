using Npgsql;

namespace TemplateWorker.Storage.Tenants;

/// <summary>Reads <see cref="Columns"/>.</summary>
internal static class SuspensionRow
{
    public const string Columns = "owner_type, owner_id, suspended_reason, suspended_at, suspended_until";

    public static async Task<IReadOnlyList<Suspension>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Suspension> suspensions = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            suspensions.Add(new Suspension(
                new TenantId(reader.GetString(0), reader.GetString(1)),
                reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return suspensions;
    }
}
