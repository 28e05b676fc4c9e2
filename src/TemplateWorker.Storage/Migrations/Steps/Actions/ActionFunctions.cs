using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Actions;

/// <summary>
/// <c>template_worker_claim_actions</c> and <c>template_worker_ack_actions</c>: a program that shares the database takes actions in its own
/// transaction, and so has the effect of each exactly once.
/// </summary>
/// <remarks>
/// The lease is the lock of the channel's row, which ends with the transaction. What is claimed is read by statements of their own: the one that
/// locks sees the data as it was before it got the lock. A channel is claimed once in a transaction, since its row is then ready only later than
/// the transaction began. The search goes round the tenants; the session remembers where it is.
/// </remarks>
internal sealed class ActionFunctions() : SqlMigration("action_functions", """
    create function template_worker_claim_actions(consumer text, n int) returns table (
            id uuid, owner_type text, owner_id text, template text, channel text, type text, data json, key text, attempts int,
            sent_at timestamptz, run_id uuid, event_id uuid)
        language plpgsql security definer set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
    #variable_conflict use_column
    declare
        begun smallint := floor(random() * 4096)::smallint - 1;
        known jsonb := coalesce(nullif(current_setting('template_worker.claimed', true), '')::jsonb, jsonb_build_object('slot', begun, 'type', '', 'id', ''));
        at_slot int := (known ->> 'slot')::int;
        at_type text := known ->> 'type';
        at_id text := known ->> 'id';
        goes_round boolean := false;
        visits int := 0;
        got int := 0;
        more int;
        place record;
        found_channel record;
    begin
        if $1 is null or length($1) not between 1 and 128 then
            raise exception 'template_worker_claim_actions: consumer must be 1 to 128 characters, was %', quote_nullable($1)
                using errcode = 'invalid_parameter_value';
        end if;
        if $2 is null or $2 not between 1 and 1000 then
            raise exception 'template_worker_claim_actions: n must be 1 to 1000, was %', coalesce($2::text, 'null') using errcode = 'invalid_parameter_value';
        end if;
        while got < $2 and visits < 500 loop
            select c.slot, c.owner_type, c.owner_id into place
            from action_channels c
            where c.route = '' and (c.slot, c.owner_type, c.owner_id) > (at_slot, at_type, at_id)
            order by c.route, c.slot, c.owner_type, c.owner_id
            limit 1;
            if not found then
                exit when goes_round;
                goes_round := true;
                at_slot := -1;
                at_type := '';
                at_id := '';
                continue;
            end if;
            at_slot := place.slot;
            at_type := place.owner_type;
            at_id := place.owner_id;
            visits := visits + 1;
            for turn in 1 .. 4 loop
                select c.ctid as row, c.channel, c.low into found_channel
                from action_channels c
                where c.route = '' and c.slot = place.slot and c.owner_type = place.owner_type and c.owner_id = place.owner_id
                    and c.ready_at <= now() and (c.leased_until is null or c.leased_until < now())
                order by c.route, c.slot, c.owner_type, c.owner_id, c.ready_at
                limit 1
                for update skip locked;
                exit when not found;
                update action_channels c set ready_at = clock_timestamp() where c.ctid = found_channel.row;
                return query
                    select a.id, a.owner_type, a.owner_id, a.template, a.channel, a.type, a.data, a.key, a.attempts, a.sent_at, a.run_id, a.event_id
                    from actions a
                    where a.owner_type = place.owner_type and a.owner_id = place.owner_id and a.channel = found_channel.channel and a.route = ''
                        and a.position > found_channel.low
                    order by a.owner_type, a.owner_id, a.channel, a.route, a.position
                    limit $2 - got;
                get diagnostics more = row_count;
                got := got + more;
                exit when got >= $2;
            end loop;
        end loop;
        perform set_config('template_worker.claimed', jsonb_build_object('slot', at_slot, 'type', at_type, 'id', at_id)::text, false);
    end $$;
    create function template_worker_ack_actions(ids uuid[]) returns int
        language plpgsql security definer set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
    declare
        gone int;
    begin
        if $1 is null or cardinality($1) > 10000 then
            raise exception 'template_worker_ack_actions: ids must be an array of at most 10000 UUIDs, was %', coalesce(cardinality($1)::text, 'null')
                using errcode = 'invalid_parameter_value';
        end if;
        delete from actions a
        using (
            select f.place
            from unnest($1) u(id)
            cross join lateral (
                select x.ctid as place
                from actions x
                where x.id >= u.id and x.id <= u.id and x.route = '' and coalesce(x.position, 0) > 0
                order by x.id
                limit 1
            ) f
        ) g
        where a.ctid = g.place;
        get diagnostics gone = row_count;
        return gone;
    end $$;
    revoke execute on function template_worker_claim_actions(text, int) from public;
    revoke execute on function template_worker_ack_actions(uuid[]) from public;
    do $$
    declare
        home regnamespace := (select relnamespace from pg_class where oid = 'actions'::regclass);
    begin
        execute format('alter function %s.template_worker_claim_actions(text, int) set search_path = pg_catalog, %s, pg_temp', home, home);
        execute format('alter function %s.template_worker_ack_actions(uuid[]) set search_path = pg_catalog, %s, pg_temp', home, home);
    end $$
    """, """
    drop function template_worker_ack_actions(uuid[]);
    drop function template_worker_claim_actions(text, int)
    """);
