namespace TemplateWorker.Storage.Migrations.Steps.Actions;

/// <summary>The statement that makes <c>template_worker_claim_actions</c>, whose result has gained columns.</summary>
internal static class ClaimFunction
{
    /// <param name="name">The function's name.</param>
    /// <param name="columns">What the result has behind its first columns: a comma, name and type of each.</param>
    /// <param name="values">Their values of an action <c>a</c>: a comma in front of each.</param>
    public static string Sql(string name, string columns, string values) => $$"""
        create function {{name}}(consumer text, n int) returns table (
                id uuid, owner_type text, owner_id text, template text, channel text, type text, data json, key text, attempts int,
                sent_at timestamptz, run_id uuid, event_id uuid{{columns}})
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
                        select a.id, a.owner_type, a.owner_id, a.template, a.channel, a.type, a.data, a.key, a.attempts, a.sent_at, a.run_id, a.event_id{{values}}
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
        end $$
        """;
}
