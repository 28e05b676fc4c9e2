using System.Globalization;
using Npgsql;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Consistency;

/// <summary>Those who write beside the runs: an operator with SQL, who knows no locks of ours, and clients of the key API.</summary>
internal sealed class Outsiders(TestDatabase database, RunningSupervisor supervisor, IReadOnlyList<string> tenants)
{
    private const string Increment = """
        update tenant_kv set value = to_jsonb(value::int + 1) where owner_type = 'shop' and owner_id = $1 and key = 'n'
        """;

    private const string Transfer = """
        update tenant_kv set value = to_jsonb(value::int + case key when 'account:a' then -7 else 7 end)
        where owner_type = 'shop' and owner_id = $1 and key in ('account:a', 'account:b')
        """;

    private const string State = """
        insert into tenant_state (owner_type, owner_id, data) values ('shop', $1, '{"sql": 1}')
        on conflict (owner_id, owner_type)
        do update set data = jsonb_set(tenant_state.data, '{sql}', to_jsonb(coalesce((tenant_state.data->>'sql')::int, 0) + 1))
        """;

    /// <summary>Increments that SQL made, by tenant.</summary>
    public Dictionary<string, int> Increments { get; } = tenants.ToDictionary(tenant => tenant, _ => 0, StringComparer.Ordinal);

    /// <summary>State updates that SQL made, by tenant.</summary>
    public Dictionary<string, int> States { get; } = tenants.ToDictionary(tenant => tenant, _ => 0, StringComparer.Ordinal);

    /// <summary>Keys that the API put into the range that runs list, by tenant.</summary>
    public Dictionary<string, int> Logs { get; } = tenants.ToDictionary(tenant => tenant, _ => 0, StringComparer.Ordinal);

    public async Task WriteSqlAsync(Random random, CancellationToken stopping)
    {
        await using var connection = await database.ConnectAsync();
        while (!stopping.IsCancellationRequested)
        {
            var tenant = tenants[random.Next(tenants.Count)];
            switch (random.Next(3))
            {
                case 0:
                    Increments[tenant] += await TryAsync(connection, Increment, tenant);
                    break;
                case 1:
                    await TryAsync(connection, Transfer, tenant);
                    break;
                default:
                    States[tenant] += await TryAsync(connection, State, tenant);
                    break;
            }

            await PauseAsync();
        }
    }

    public async Task WriteKeysAsync(Random random, CancellationToken stopping)
    {
        for (var i = 0; !stopping.IsCancellationRequested; i++)
        {
            var tenant = tenants[random.Next(tenants.Count)];
            await supervisor.PutKeyAsync(tenant, string.Create(CultureInfo.InvariantCulture, $"log:api-{i}"), "-1");
            Logs[tenant]++;
            await PauseAsync();
        }
    }

    /// <returns>How many rows were written: none when the server chose this one to break a deadlock with a run.</returns>
    private static async Task<int> TryAsync(NpgsqlConnection connection, string sql, string tenant)
    {
        try
        {
            var owner = new NpgsqlParameter { Value = tenant.Split(':')[1] };
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { owner } };
            return await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            return 0;
        }
    }

    // So that runs have a chance to commit between two of these writes.
    private static Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(15), TimeProvider.System);
}
