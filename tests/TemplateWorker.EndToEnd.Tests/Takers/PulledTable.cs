using Npgsql;
using NpgsqlTypes;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Takers;

/// <summary>The table of a program that shares the database: what its consumers have done, in order.</summary>
internal static class PulledTable
{
    private const string CreateSql = """
        create table pulled (no bigserial primary key, taker text not null, id uuid not null, tenant text not null, channel text not null, data text not null)
        """;

    private const string InsertSql = """
        insert into pulled (taker, id, tenant, channel, data)
        select $1, u.id, u.tenant, u.channel, u.data
        from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) with ordinality u(id, tenant, channel, data, no)
        order by u.no
        """;

    public static Task CreateAsync(TestDatabase database) => database.ExecuteAsync(CreateSql);

    /// <summary>Writes down what a consumer has done, in the connection's transaction when it has one.</summary>
    public static async Task InsertAsync(NpgsqlConnection connection, string taker, IReadOnlyList<TakenAction> actions)
    {
        await using var command = new NpgsqlCommand(InsertSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = taker },
                new NpgsqlParameter { Value = actions.Select(action => action.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                new NpgsqlParameter { Value = actions.Select(action => action.Tenant).ToArray() },
                new NpgsqlParameter { Value = actions.Select(action => action.Channel).ToArray() },
                new NpgsqlParameter { Value = actions.Select(action => action.Data).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Everything, in order, with its taker.</summary>
    public static async Task<IReadOnlyList<(string Taker, TakenAction Action)>> ReadAsync(TestDatabase database)
    {
        await using var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand("select taker, id, tenant, channel, data from pulled order by no", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, TakenAction)> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), new TakenAction(reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4))));
        }

        return rows;
    }
}
