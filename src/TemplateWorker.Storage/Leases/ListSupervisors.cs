using Npgsql;

namespace TemplateWorker.Storage.Leases;

/// <summary>The supervisors whose lease has not ended.</summary>
internal static class ListSupervisors
{
    // Slots belong to supervisors, not to tenants.
    private const string Sql = """
        select s.name, s.started_at, extract(epoch from s.expires_at - now())::float8,
            (select count(*)::int from slots where owner = s.id)
        from supervisors s where s.expires_at > now() order by s.name
        """;

    public static async Task<IReadOnlyList<LiveSupervisor>> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<LiveSupervisor> found = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new LiveSupervisor(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), TimeSpan.FromSeconds(reader.GetDouble(2)), reader.GetInt32(3)));
        }

        return found;
    }
}
