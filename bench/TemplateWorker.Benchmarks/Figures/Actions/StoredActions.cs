using Npgsql;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures.Actions;

/// <summary>Actions that wait, made and looked at by SQL: past everything that is measured.</summary>
internal sealed class StoredActions(string connectionString)
{
    /// <summary>The template's name, which is the channel too.</summary>
    private const string Channel = "bench";

    // The tenants take turns, so that each has its share. The channels come last: without them nothing is handed over.
    private const string ActionsSql = $$"""
        with made as (
            select n, gen_random_uuid() as id, '{{BenchTenants.OwnerType}}'::text as owner_type, ($1 + 1 + n % $2)::text as owner_id
            from generate_series(0, $3 - 1) n
        )
        insert into actions (id, slot, owner_type, owner_id, template, channel, route, position, type, data, bytes, run_id, event_id)
        select id, template_worker_slot(owner_type, owner_id), owner_type, owner_id, '{{Channel}}', '{{Channel}}', $4, nextval('action_positions'),
            '{{BenchTenants.ActionType}}', $5::json, octet_length($5), id, id
        from made
        order by n
        """;

    private const string ChannelsSql = """
        insert into action_channels (route, slot, owner_type, owner_id, channel, low)
        select route, slot, owner_type, owner_id, channel, min(position) - 1 from actions where route = $1 group by 1, 2, 3, 4, 5
        on conflict do nothing
        """;

    /// <summary>Stores actions of some tenants that are not handed over yet.</summary>
    /// <param name="count">Of all of them together.</param>
    /// <param name="first">The first tenant: 0 is the first of the measured.</param>
    /// <param name="tenants">How many.</param>
    /// <param name="route">Who gets them; the empty text is consumers that pull.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task StoreAsync(int count, int first, int tenants, string route, CancellationToken cancellationToken)
    {
        await ExecuteAsync(ActionsSql, cancellationToken, first, tenants, count, route, BenchTenants.Data);

        // As it is where actions come and go: the rows have been seen by a vacuum.
        await ExecuteAsync("vacuum analyze actions", cancellationToken);
    }

    /// <summary>Has the actions of a route handed over from now on.</summary>
    public async Task ReleaseAsync(string route, CancellationToken cancellationToken) => await ExecuteAsync(ChannelsSql, cancellationToken, route);

    /// <summary>Removes all of them.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken) => await ExecuteAsync("truncate actions, action_channels, action_keys", cancellationToken);

    /// <summary>When each event's run was committed, by the server's clock, which is this machine's: the beginning of the commit's transaction.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> CommitsAsync(IReadOnlyCollection<Guid> events, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select event_id, finished_at from history where event_id = any($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = events.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var commits = new Dictionary<Guid, DateTimeOffset>();
        while (await reader.ReadAsync(cancellationToken))
        {
            commits.Add(reader.GetGuid(0), new DateTimeOffset(reader.GetDateTime(1)));
        }

        return commits;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
