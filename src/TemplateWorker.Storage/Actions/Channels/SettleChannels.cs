using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>Ends leases: removes what was taken, and keeps what failed for later.</summary>
/// <remarks>
/// What was taken is removed even when the lease is lost, because its receiver has it. Everything else takes place only under the lease: another
/// consumer has the channel otherwise.
/// </remarks>
internal static class SettleChannels
{
    private static readonly string Sql = $"""
        with held as materialized (
            select c.*, p.place
            from unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::interval[], $9::bigint[]) with ordinality
                as c(route, slot, owner_type, owner_id, channel, holder, failures, ready_in, low, no)
            left join lateral (
                select ctid as place
                from action_channels
                where {ActionChannels.IsOf("c")} and holder = c.holder
                limit 1
            ) p on true
        ), found as materialized (
            select e.kind, e.error, e.delay, a.place, (select h.place is not null from held h where h.no = e.no) as is_held
            from unnest($10::int[], $11::text[], $12::text[], $13::uuid[], $14::text[], $15::text[], $16::interval[])
                as e(no, owner_type, owner_id, id, kind, error, delay)
            cross join lateral (
                select ctid as place
                from actions
                where owner_type = e.owner_type and owner_id = e.owner_id and id = e.id
                limit 1
            ) a
        ), taken as (
            delete from actions a using found f where f.kind = 'taken' and a.ctid = f.place and coalesce(a.position, 0) > 0 returning 1
        ), kept as (
            update actions a
            set attempts = a.attempts + 1, last_error = f.error, position = case f.kind when 'retry' then a.position end,
                due_at = case f.kind when 'later' then now() + f.delay end, died_at = case f.kind when 'dead' then now() end
            from found f
            where f.kind <> 'taken' and f.is_held and a.ctid = f.place and coalesce(a.position, 0) > 0
        ), released as (
            update action_channels c
            set holder = null, leased_until = null, leased_through = null, failures = h.failures, ready_at = now() + h.ready_in,
                low = greatest(c.low, h.low)
            from held h
            where c.ctid = h.place and c.holder = h.holder
            returning 1
        )
        select (select count(*)::int from taken), (select count(*)::int from released)
        """;

    public static NpgsqlBatchCommand Command(IReadOnlyList<SettledChannel> settled)
    {
        var command = new NpgsqlBatchCommand(Sql);
        ChannelParameters.AddTo(command.Parameters, [.. settled.Select(one => one.Channel.Name)]);
        var ends = settled.SelectMany((one, i) => one.Ends.Select(end => (No: i + 1, one.Channel.Name.Tenant, End: end))).ToList();
        command.Parameters
            .AddArray([.. settled.Select(one => one.Channel.Holder)], NpgsqlDbType.Text)
            .AddArray([.. settled.Select(one => one.Failures)], NpgsqlDbType.Integer)
            .AddArray([.. settled.Select(one => one.ReadyIn)], NpgsqlDbType.Interval)
            .AddArray([.. settled.Select(one => one.Low)], NpgsqlDbType.Bigint)
            .AddArray([.. ends.Select(end => end.No)], NpgsqlDbType.Integer)
            .AddArray([.. ends.Select(end => end.Tenant.OwnerType)], NpgsqlDbType.Text)
            .AddArray([.. ends.Select(end => end.Tenant.OwnerId)], NpgsqlDbType.Text)
            .AddArray([.. ends.Select(end => end.End.Action.Id)], NpgsqlDbType.Uuid)
            .AddArray([.. ends.Select(end => KindOf(end.End))], NpgsqlDbType.Text)
            .AddArray([.. ends.Select(end => ErrorOf(end.End))], NpgsqlDbType.Text)
            .AddArray([.. ends.Select(end => end.End is ActionEnd.Later later ? later.Delay : TimeSpan.Zero)], NpgsqlDbType.Interval);
        return command;
    }

    private static string KindOf(ActionEnd end) => end switch
    {
        ActionEnd.Taken => "taken",
        ActionEnd.Retry => "retry",
        ActionEnd.Later => "later",
        _ => "dead",
    };

    private static string? ErrorOf(ActionEnd end) => end switch
    {
        ActionEnd.Retry retry => retry.Error,
        ActionEnd.Later later => later.Error,
        ActionEnd.Dead dead => dead.Error,
        _ => null,
    };
}
