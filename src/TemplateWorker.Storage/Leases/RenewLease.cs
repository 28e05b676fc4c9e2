using Npgsql;

namespace TemplateWorker.Storage.Leases;

/// <summary>A supervisor's heartbeat. One that is new tells the others, so that they give up what should be its own.</summary>
/// <remarks>
/// A lease that is far longer than any supervisor takes one shows that the server's clock was set back, for example by a failover
/// to a server whose clock is slow. It is cut to one lease, so that a dead supervisor does not keep its slots for the whole step.
/// </remarks>
internal static class RenewLease
{
    private const string Sql = """
        with renewed as (
            insert into supervisors (id, name, expires_at) values ($1, $2, now() + $3)
            on conflict (id) do update set expires_at = excluded.expires_at
            returning xmax = 0 as is_new
        ), told as (
            select pg_notify('template_worker_slots', '') as told from renewed where is_new
        ), others as materialized (
            select id, extract(epoch from expires_at - now())::float8 as seconds from supervisors where id <> $1 and expires_at > now()
        ), mine as materialized (
            select count(*) as slots, coalesce(sum(fence), 0)::bigint as fences from slots where owner = $1
        ), clipped as (
            update supervisors set expires_at = now() + $3 where id <> $1 and expires_at > now() + $3 * 2
        ), dropped as (
            delete from supervisors where expires_at < now() - interval '1 hour' and id <> $1
        )
        select array(select id from others order by id), array(select seconds from others order by id), m.slots, m.fences,
            (select count(told) from told)
        from mine m
        """;

    public static async Task<LeaseView> ExecuteAsync(
        NpgsqlConnection connection, Guid supervisor, string name, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = SlotRows.Command(connection, Sql, supervisor);
        command.Parameters.AddText(name);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var others = reader.GetFieldValue<Guid[]>(0).Zip(reader.GetFieldValue<double[]>(1))
            .ToDictionary(other => other.First, other => TimeSpan.FromSeconds(other.Second));
        return new LeaseView(others, (int)reader.GetInt64(2), reader.GetInt64(3));
    }
}
