using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Idempotency;

namespace TemplateWorker.Storage.Actions.Moving;

/// <summary>Moves actions into their channels, and tidies channels up. Safe for concurrent use, in several processes too.</summary>
public sealed class ActionMoveStore(Database database)
{
    private static readonly string MoveDue = MoveActions.Sql(MoveActions.Due);
    private static readonly string MoveLost = MoveActions.Sql(MoveActions.Lost);

    // A run that was under way when a route was deleted may still send to it.
    private const string ForgetSql = """
        delete from action_routes r
        where r.ctid = any (array(
            select d.ctid
            from action_routes d
            left join lateral (select true as there from action_channels c where c.route = d.name order by c.route, c.slot, c.owner_type, c.owner_id limit 1) c on true
            where d.deleted_at < now() - interval '1 minute' and c.there is null
            order by d.deleted_at
            limit 100
        ))
        """;

    private readonly PassedTimes _passed = new();
    private readonly PassedTimes _passedDead = new();

    /// <summary>How long until the next delayed action is due, by the database's clock; zero or less when one is, null when none is delayed.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) => database.UseAsync(
        (connection, token) => UntilNext.ExecuteAsync(connection, "actions", "due_at", _passed, token), cancellationToken);

    /// <summary>Moves a batch of delayed actions that are due to the ends of their channels, in the order in which they were due.</summary>
    /// <param name="batch">The most of one pass.</param>
    /// <returns>How many were moved. Those of a tenant stay whose lock another session has.</returns>
    /// <exception cref="StorageException">The database failed; nothing was moved.</exception>
    public Task<int> PromoteAsync(int batch, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            var from = _passed.From;
            var tenants = await ReadDueTenants.ExecuteAsync(connection, from, batch, token);
            return tenants.Count == 0
                ? 0
                : await MoveActions.ExecuteAsync(connection, MoveDue, tenants, parameters => parameters.AddTime(from).AddNumber(batch), token);
        },
        cancellationToken);

    /// <summary>Routes actions anew whose route is deleted, a batch of each channel; forgets deleted routes that have none.</summary>
    /// <param name="batch">The most channels of one pass, and the most actions of each.</param>
    /// <returns>How many were moved.</returns>
    /// <exception cref="StorageException">The database failed; nothing was moved.</exception>
    public Task<int> RerouteAsync(int batch, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            var channels = await FindChannels.ExecuteAsync(connection, FindChannels.Lost, batch, fromSlot: null, token);
            if (channels.Count == 0)
            {
                await ForgetRoutesAsync(connection, token);
                return 0;
            }

            var moved = await MoveActions.ExecuteAsync(
                connection,
                MoveLost,
                [.. channels.Select(channel => channel.Tenant)],
                parameters => parameters
                    .AddArray([.. channels.Select(channel => channel.Channel)], NpgsqlDbType.Text)
                    .AddArray([.. channels.Select(channel => channel.Route)], NpgsqlDbType.Text)
                    .AddNumber(batch),
                token);
            await RemoveAsync(connection, channels, token);
            return moved;
        },
        cancellationToken);

    /// <summary>Removes channels of consumers that pull in which nothing waits.</summary>
    /// <param name="batch">How many channels one pass looks at.</param>
    /// <param name="fromSlot">The slot behind which the pass begins; -1 for all.</param>
    /// <returns>How many were found.</returns>
    /// <exception cref="StorageException">The database failed; nothing was removed.</exception>
    public Task<int> RemoveEmptyAsync(int batch, int fromSlot, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            var channels = await FindChannels.ExecuteAsync(connection, FindChannels.Empty, batch, fromSlot, token);
            if (channels.Count > 0)
            {
                await RemoveAsync(connection, channels, token);
            }

            return channels.Count;
        },
        cancellationToken);

    /// <summary>
    /// Removes actions that died longer ago than <paramref name="keep"/> by the server's clock: the first ones first, at most
    /// <paramref name="batch"/> (at least 1), so that one call stays short.
    /// </summary>
    /// <returns>How many were removed; as many as <paramref name="batch"/> means that there may be more.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> DeleteDeadAsync(TimeSpan keep, int batch, CancellationToken cancellationToken) => database.UseAsync(
        (connection, token) => DeleteExpired.ExecuteAsync(connection, DeleteExpired.DeadActions, keep, batch, _passedDead, token), cancellationToken);

    private static async Task ForgetRoutesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ForgetSql));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task RemoveAsync(NpgsqlConnection connection, IReadOnlyList<ChannelName> channels, CancellationToken cancellationToken)
    {
        await using var batch = LockTenants.TryBatch(connection, RemoveEmpty.Locks(channels));
        batch.BatchCommands.Add(RemoveEmpty.Command(channels));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
