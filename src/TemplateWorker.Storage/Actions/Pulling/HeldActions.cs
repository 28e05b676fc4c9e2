using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Pulling;

/// <summary>What a consumer that pulls does with actions whose channels it has. Actions that it no longer has are passed over.</summary>
internal static class HeldActions
{
    // The order leaves the index by id alone, and the conditions on the position fit no partial index: of a table that seemed empty when it was
    // analyzed, each index would look as good, even one that is walked from end to end.
    private const string Held = """
        with held as materialized (
            select a.place as action, a.id, a.owner_type, a.owner_id, a.channel, c.place, c.low, c.leased_through
            from unnest($2::uuid[]) u(id)
            cross join lateral (
                select ctid as place, id, slot, owner_type, owner_id, channel
                from actions
                where id >= u.id and id <= u.id and route = '' and coalesce(position, 0) > 0
                order by id
                limit 1
            ) a
            cross join lateral (
                select ctid as place, low, leased_through
                from action_channels
                where route = '' and slot = a.slot and owner_type = a.owner_type and owner_id = a.owner_id and channel = a.channel
                    and holder = $1 and leased_until > now()
                limit 1
        """;

    /// <summary>Locks the channels, so that of two acknowledgements of one channel at the same time the second sees what the first did.</summary>
    public const string Lock = Held + """

                for update
            ) c
        )
        select count(*) from held
        """;

    /// <summary>Removes the actions; a channel of which all that was claimed is gone is free again.</summary>
    /// <remarks>What is left is looked up for each channel: as a join that excludes, it would be read for all channels at once.</remarks>
    public const string Ack = Held + """

            ) c
        ), gone as (
            delete from actions a using held h where a.ctid = h.action and coalesce(a.position, 0) > 0 returning a.id
        ), released as (
            update action_channels c
            set holder = null, leased_until = null, leased_through = null, failures = 0, ready_at = now(), low = greatest(c.low, h.leased_through)
            from (select distinct place, owner_type, owner_id, channel, low, leased_through from held) h
            where c.ctid = h.place and c.holder = $1 and (
                select id
                from actions
                where owner_type = h.owner_type and owner_id = h.owner_id and channel = h.channel and route = '' and position > h.low
                    and position <= h.leased_through and id <> all ($2)
                order by position
                limit 1
            ) is null
        )
        select id from gone
        """;

    /// <summary>Counts an attempt of each action, and gives its channel back for later ($3), with all that was claimed of it.</summary>
    public const string Nack = Held + """

            ) c
        ), kept as (
            update actions a set attempts = a.attempts + 1, last_error = $4 from held h where a.ctid = h.action and coalesce(a.position, 0) > 0 returning a.id
        ), released as (
            update action_channels c
            set holder = null, leased_until = null, leased_through = null, failures = c.failures + 1, ready_at = now() + $3
            from (select distinct place from held) h
            where c.ctid = h.place and c.holder = $1
        )
        select id from kept
        """;

    /// <summary>Reserves the channels of the actions for another while ($3), from now on.</summary>
    public const string Extend = Held + """

            ) c
        ), extended as (
            update action_channels c set leased_until = now() + $3 from (select distinct place from held) h where c.ctid = h.place and c.holder = $1
        )
        select id from held
        """;

    /// <returns>The actions that the consumer had.</returns>
    public static async Task<IReadOnlyList<Guid>> ExecuteAsync(
        NpgsqlConnection connection, string sql, string holder, IReadOnlyList<Guid> ids, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(Command(Lock, holder, ids));
        var command = Command(sql, holder, ids);
        add(command.Parameters);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<Guid> held = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            held.Add(reader.GetGuid(0));
        }

        return held;
    }

    private static NpgsqlBatchCommand Command(string sql, string holder, IReadOnlyList<Guid> ids)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddText(holder).AddArray([.. ids], NpgsqlDbType.Uuid);
        return command;
    }
}
