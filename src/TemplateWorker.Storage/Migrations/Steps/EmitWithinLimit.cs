using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// <c>template_worker_emit</c> stores no more than the tenant's queue has room for, as everything else that makes deliveries. The limits are
/// in <c>queue_limits</c>, where a supervisor writes them when it starts; the row without a tenant is that of all others.
/// </summary>
/// <remarks>
/// Counting at each call would make a transaction that emits many events slow. So half of the room that a count found may be used up
/// uncounted within ten seconds, and a count begins, for a minute, where the one before found the first delivery; the session remembers both
/// in a setting. A program that forges it gets past the limit, which protects from accidents of a program that is trusted to emit.
/// </remarks>
internal sealed class EmitWithinLimit() : SqlMigration("emit_within_limit", """
    create table queue_limits (
        owner_type text not null,
        owner_id text not null,
        queued_deliveries int not null check (queued_deliveries > 0),
        primary key (owner_type, owner_id)
    );
    create or replace function template_worker_emit(owner_type text, owner_id text, name text, data jsonb default 'null') returns uuid
        language plpgsql security definer set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
    #variable_conflict use_column
    declare
        new_event uuid := md5(random()::text || clock_timestamp()::text || random()::text)::uuid;
        tenant_slot smallint;
        needed int;
        clock float8 := extract(epoch from clock_timestamp());
        known jsonb := coalesce(nullif(current_setting('template_worker.emitted', true), ''), '{}');
        most int;
        first_id bigint;
        waiting bigint;
    begin
        if $1 is null or octet_length($1) not between 1 and 128 or $1 ~ '[[:cntrl:]:]' then
            raise exception 'template_worker_emit: owner_type must be 1 to 128 bytes without control characters and colons, was %', quote_nullable($1)
                using errcode = 'invalid_parameter_value';
        end if;
        if $2 is null or octet_length($2) not between 1 and 128 or $2 ~ '[[:cntrl:]]' then
            raise exception 'template_worker_emit: owner_id must be 1 to 128 bytes without control characters, was %', quote_nullable($2)
                using errcode = 'invalid_parameter_value';
        end if;
        if $3 is null or length($3) not between 1 and 128 or $3 ~ '[[:cntrl:]]' then
            raise exception 'template_worker_emit: name must be 1 to 128 characters without control characters, was %', quote_nullable($3)
                using errcode = 'invalid_parameter_value';
        end if;
        if $4 is null or octet_length($4::text) > 8388608 then
            raise exception 'template_worker_emit: data must be JSON of at most 8388608 bytes (to emit nothing, pass ''null''::jsonb)'
                using errcode = 'invalid_parameter_value';
        end if;
        if exists (select from tenant_state s where s.owner_type = $1 and s.owner_id = $2 and s.banned) then
            raise exception 'template_worker_emit: the tenant %:% is banned', $1, $2 using errcode = 'object_not_in_prerequisite_state';
        end if;
        needed := (select count(*) from template_subscriptions s where s.owner_type = $1 and s.owner_id = $2 and s.event = $3);
        if needed = 0 then
            return new_event;
        end if;
        if known ->> 'tenant' is distinct from $1 || ':' || $2 or (known ->> 'counted')::float8 not between clock - 60 and clock then
            known := jsonb_build_object('tenant', $1 || ':' || $2, 'counted', clock, 'floor', 0);
        end if;
        if (known ->> 'until')::float8 between clock and clock + 10 and (known ->> 'left')::int >= needed then
            known := known || jsonb_build_object('left', (known ->> 'left')::int - needed);
        else
            most := coalesce(
                (select l.queued_deliveries from queue_limits l where l.owner_type = $1 and l.owner_id = $2),
                (select l.queued_deliveries from queue_limits l where l.owner_type = '' and l.owner_id = ''),
                10000);
            select coalesce(sum(c.waiting), 0), min(c.first_id) into waiting, first_id
            from (
                select count(*) as waiting, min(r.id) as first_id
                from (
                    select lane.id
                    from templates t
                    cross join lateral (
                        select d.id
                        from deliveries d
                        where d.owner_type = $1 and d.owner_id = $2 and d.template = t.name and d.id > (known ->> 'floor')::bigint
                        order by d.owner_type, d.owner_id, d.template, d.id
                        limit most
                    ) lane
                    where t.owner_type = $1 and t.owner_id = $2
                    limit most
                ) r
                union all
                select count(*), min(p.id)
                from (
                    select d.id
                    from delayed_deliveries d
                    where d.owner_type = $1 and d.owner_id = $2 and d.id > (known ->> 'floor')::bigint
                    limit most
                ) p
            ) c;
            if waiting + needed > most then
                raise exception 'template_worker_emit: the tenant %:% has % deliveries waiting, and at most % may (limits.queued_deliveries); emit again when some have run',
                    $1, $2, waiting, most using errcode = 'configuration_limit_exceeded';
            end if;
            known := known || jsonb_build_object(
                'floor', coalesce(first_id - 1, (select case when s.is_called then s.last_value else 0 end from deliveries_id_seq s)), 'until', clock + 10, 'left', greatest((most - waiting) / 2 - needed, 0));
        end if;
        perform txid_current();
        tenant_slot := template_worker_slot($1, $2);
        insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
        select tenant_slot, $1, $2, s.template, new_event, $3, $4::text::json
        from template_subscriptions s
        where s.owner_type = $1 and s.owner_id = $2 and s.event = $3
        order by s.template;
        perform pg_notify('template_worker_wake', tenant_slot::text);
        perform set_config('template_worker.emitted', known::text, false);
        return new_event;
    end $$;
    do $$
    declare
        home regnamespace := (select relnamespace from pg_class where oid = 'deliveries'::regclass);
    begin
        execute format(
            'alter function %s.template_worker_emit(text, text, text, jsonb) set search_path = pg_catalog, %s, pg_temp', home, home);
    end $$
    """, $$$"""
    create or replace function {{{EmitFunction.Definition}}};
    alter function template_worker_emit(text, text, text, jsonb) security definer;
    do $$
    declare
        home regnamespace := (select relnamespace from pg_class where oid = 'deliveries'::regclass);
    begin
        execute format(
            'alter function %s.template_worker_emit(text, text, text, jsonb) set search_path = pg_catalog, %s, pg_temp', home, home);
    end $$;
    drop table queue_limits
    """);
