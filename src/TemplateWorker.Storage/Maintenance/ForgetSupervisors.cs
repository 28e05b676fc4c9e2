using Npgsql;

namespace TemplateWorker.Storage.Maintenance;

/// <summary>Removes the rows of supervisors that are long gone.</summary>
internal static class ForgetSupervisors
{
    private const string Sql = """
        delete from supervisors
        where id = any (array(select id from supervisors where expires_at < now() - $1 for update skip locked))
        """;

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, TimeSpan after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = after });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
