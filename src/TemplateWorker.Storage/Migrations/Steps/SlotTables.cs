using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>The supervisors that live, and who of them has which slot.</summary>
/// <remarks>
/// A supervisor lives until its <c>expires_at</c>, by the server's clock. A slot's <c>fence</c> grows whenever the slot is
/// taken, so that its previous owner can be told from its present one.
/// </remarks>
internal sealed class SlotTables() : SqlMigration("slots", """
    create table supervisors (
        id uuid primary key,
        name text not null,
        started_at timestamptz not null default now(),
        expires_at timestamptz not null
    );
    create table slots (
        slot smallint primary key check (slot between 0 and 4095),
        owner uuid,
        fence bigint not null default 0
    );
    insert into slots (slot) select generate_series(0, 4095);
    create function template_worker_slot(owner_type text, owner_id text) returns smallint
        language sql immutable strict parallel safe as $$
        select ((get_byte(h, 0) * 256 + get_byte(h, 1)) % 4096)::smallint
        from sha256(convert_to(owner_type || ':' || owner_id, 'UTF8')) h
    $$
    """, """
    drop function template_worker_slot(text, text);
    drop table slots;
    drop table supervisors
    """);
