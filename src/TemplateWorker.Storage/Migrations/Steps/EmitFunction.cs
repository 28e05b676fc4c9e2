using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// <c>template_worker_emit</c>: other programs store an event inside their own transaction. The event is there when that
/// transaction commits, once, or not at all.
/// </summary>
/// <remarks>The transaction's id is taken before the identity value, which readers of the lanes rely on.</remarks>
internal sealed class EmitFunction() : SqlMigration(
    "emit_function", $"create function {Definition}", "drop function template_worker_emit(text, text, text, jsonb)")
{
    /// <summary>The function, behind the words that make or replace it.</summary>
    public const string Definition = """
        template_worker_emit(owner_type text, owner_id text, name text, data jsonb default 'null') returns uuid
            language plpgsql as $$
        #variable_conflict use_column
        declare
            new_event uuid := md5(random()::text || clock_timestamp()::text || random()::text)::uuid;
            tenant_slot smallint;
            stored int;
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
            perform txid_current();
            tenant_slot := template_worker_slot($1, $2);
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
            select tenant_slot, $1, $2, s.template, new_event, $3, $4::text::json
            from template_subscriptions s
            where s.owner_type = $1 and s.owner_id = $2 and s.event = $3
            order by s.template;
            get diagnostics stored = row_count;
            if stored > 0 then
                perform pg_notify('template_worker_wake', tenant_slot::text);
            end if;
            return new_event;
        end $$
        """;
}
