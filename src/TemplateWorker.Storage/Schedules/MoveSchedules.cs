using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Schedules;

/// <summary>Advances due schedules, and stores the events that they fire.</summary>
internal static class MoveSchedules
{
    // A row that another session holds is skipped; one that another process has advanced has a different time in it. The columns from which the
    // next time was computed are compared too. Delivery ids are assigned in the order of the select, by firing time, so that
    // each lane has the firings in that order.
    private static readonly string Sql = $"""
        with due as (
            select s.place, m.owner_type, m.owner_id, m.name, s.slot, s.event, s.data, m.new_next, m.new_last, m.max_queued, m.floor
            from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[],
                    $10::int[], $11::bigint[])
                m(owner_type, owner_id, name, next_at, cron, timezone, catch_up, new_next, new_last, max_queued, floor)
            cross join lateral (
                select ctid as place, slot, event, data, next_at, cron, timezone, catch_up
                from schedules
                where owner_type = m.owner_type and owner_id = m.owner_id and name = m.name
                limit 1
                for update skip locked
            ) s
            where {DuePass.IsFirst} and s.next_at = m.next_at and s.cron = m.cron and s.timezone = m.timezone and s.catch_up = m.catch_up
        ), moved as (
            update schedules s
            set next_at = d.new_next, last_at = coalesce(d.new_last, s.last_at)
            from due d
            where s.ctid = d.place
            returning s.slot
        ), fired as materialized (
            select d.slot, d.owner_type, d.owner_id, t.template, f.event_id, d.event, d.data, d.max_queued, d.floor, f.number,
                row_number() over (partition by d.owner_type, d.owner_id order by f.number, t.template) as nth
            from unnest($12::text[], $13::text[], $14::text[], $15::uuid[]) with ordinality f(owner_type, owner_id, name, event_id, number)
            join due d on d.owner_type = f.owner_type and d.owner_id = f.owner_id and d.name = f.name
            cross join lateral (
                select template from template_subscriptions where owner_type = d.owner_type and owner_id = d.owner_id and event = d.event offset 0
            ) t
            where not coalesce((select banned from tenant_state where owner_type = d.owner_type and owner_id = d.owner_id), false)
        ), room as materialized (
            {QueueCount.RoomSql("fired")}
        ), fitting as (
            select f.*, r.room, max(f.nth) over (partition by f.event_id) as last
            from fired f
            join room r on r.owner_type = f.owner_type and r.owner_id = f.owner_id
        ), made as (
            {DeliveryInsert.Into}
            select slot, owner_type, owner_id, template, event_id, event, data from fitting where last <= room order by number, template
            returning slot
        ), {DeliveryInsert.WakeMade}
        select (select count(*)::int from moved), (select count(*)::int from made), (select count(*)::int from woken)
        """;

    public static async Task<MovedSchedules> ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyList<ScheduleMove> moves, QueueFloors floors, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(DuePass.Begin(DuePassKind.Schedules));
        batch.BatchCommands.Add(IndexPlans.CommandWithJoins());
        var command = new NpgsqlBatchCommand(Sql);
        AddMoves(command.Parameters, moves, floors);
        AddFirings(command.Parameters, moves);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new MovedSchedules(reader.GetInt32(0), reader.GetInt32(1));
    }

    private static void AddMoves(NpgsqlParameterCollection parameters, IReadOnlyList<ScheduleMove> moves, QueueFloors floors) => parameters
        .AddArray([.. moves.Select(move => move.Schedule.Tenant.OwnerType)], NpgsqlDbType.Text)
        .AddArray([.. moves.Select(move => move.Schedule.Tenant.OwnerId)], NpgsqlDbType.Text)
        .AddArray([.. moves.Select(move => move.Schedule.Name)], NpgsqlDbType.Text)
        .AddArray([.. moves.Select(move => move.Schedule.NextAt.UtcDateTime)], NpgsqlDbType.TimestampTz)
        .AddArray([.. moves.Select(move => move.Schedule.Cron)], NpgsqlDbType.Text)
        .AddArray([.. moves.Select(move => move.Schedule.TimeZone)], NpgsqlDbType.Text)
        .AddArray([.. moves.Select(move => move.Schedule.CatchUp.Word())], NpgsqlDbType.Text)
        .AddArray([.. moves.Select(move => move.NextAt?.UtcDateTime)], NpgsqlDbType.TimestampTz)
        .AddArray([.. moves.Select(LastFired)], NpgsqlDbType.TimestampTz)
        .AddArray([.. moves.Select(move => move.MaxQueued)], NpgsqlDbType.Integer)
        .AddArray([.. moves.Select(move => floors.Of(move.Schedule.Tenant))], NpgsqlDbType.Bigint);

    private static DateTime? LastFired(ScheduleMove move) => move.Fires.Count == 0 ? null : move.Fires[^1].UtcDateTime;

    private static void AddFirings(NpgsqlParameterCollection parameters, IReadOnlyList<ScheduleMove> moves)
    {
        var firings = moves
            .SelectMany(move => move.Fires.Select(time => (move.Schedule, Time: time)))
            .OrderBy(firing => firing.Time)
            .Select(firing => firing.Schedule)
            .ToList();
        parameters
            .AddArray([.. firings.Select(schedule => schedule.Tenant.OwnerType)], NpgsqlDbType.Text)
            .AddArray([.. firings.Select(schedule => schedule.Tenant.OwnerId)], NpgsqlDbType.Text)
            .AddArray([.. firings.Select(schedule => schedule.Name)], NpgsqlDbType.Text)
            .AddArray([.. firings.Select(_ => Guid.NewGuid())], NpgsqlDbType.Uuid);
    }
}
