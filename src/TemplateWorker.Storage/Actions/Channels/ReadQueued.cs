using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>The first actions that wait in channels. Their leases must be committed: a statement that also leased them would see what was there before.</summary>
/// <remarks>Of each channel, payloads of a MiB and one more at most: large ones must not fill the memory of their consumer.</remarks>
internal static class ReadQueued
{
    private const string Sql = """
        select c.no::int, a.id, a.template, a.type, a.data::text, a.position, a.attempts, a.sent_at, a.run_id, a.event_id, a.key, a.traceparent
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::int[]) with ordinality
            as c(owner_type, owner_id, channel, route, low, most, no)
        cross join lateral (
            select q.*, sum(bytes) over (rows unbounded preceding) - bytes as bytes_before
            from (
                select id, template, type, data, position, attempts, sent_at, run_id, event_id, key, traceparent, bytes
                from actions
                where owner_type = c.owner_type and owner_id = c.owner_id and channel = c.channel and route = c.route and position > c.low
                order by owner_type, owner_id, channel, route, position
                limit c.most
            ) q
        ) a
        where a.bytes_before < 1048576
        """;

    public static async Task<IReadOnlyList<LeasedChannel>> ExecuteAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<LeasedChannel> channels, Func<LeasedChannel, int> most, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters
            .AddArray([.. channels.Select(channel => channel.Name.Tenant.OwnerType)], NpgsqlDbType.Text)
            .AddArray([.. channels.Select(channel => channel.Name.Tenant.OwnerId)], NpgsqlDbType.Text)
            .AddArray([.. channels.Select(channel => channel.Name.Channel)], NpgsqlDbType.Text)
            .AddArray([.. channels.Select(channel => channel.Name.Route)], NpgsqlDbType.Text)
            .AddArray([.. channels.Select(channel => channel.Low)], NpgsqlDbType.Bigint)
            .AddArray([.. channels.Select(most)], NpgsqlDbType.Integer);
        batch.BatchCommands.Add(command);
        await database.PrepareAsync(batch, cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var found = channels.Select(_ => new List<WaitingAction>()).ToList();
        while (await reader.ReadAsync(cancellationToken))
        {
            found[reader.GetInt32(0) - 1].Add(new WaitingAction
            {
                Id = reader.GetGuid(1),
                Template = reader.GetString(2),
                Type = reader.GetString(3),
                DataJson = reader.GetString(4),
                Position = reader.GetInt64(5),
                Attempts = reader.GetInt32(6),
                SentAt = reader.GetFieldValue<DateTimeOffset>(7),
                RunId = reader.GetGuid(8),
                EventId = reader.GetGuid(9),
                Key = reader.IsDBNull(10) ? null : reader.GetString(10),
                Trace = reader.IsDBNull(11) ? null : TraceParent.Parse(reader.GetString(11)),
            });
        }

        return [.. channels.Zip(found, (channel, actions) => channel with { Actions = actions })];
    }
}
