using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Seed;

/// <summary>Keys belong to any kind of owner: the guilds' table becomes everybody's, or is made where there was none.</summary>
internal sealed class KvGeneric() : SqlMigration("kv_generic", """
    do $$
    begin
        if to_regclass('guild_templates_kv') is null then
            create table guild_templates_kv (
                guild_id text not null,
                key text not null,
                value jsonb,
                created_at timestamptz not null default now(),
                last_updated_at timestamptz not null default now(),
                scopes text[] not null default '{}',
                id text constraint guild_templates_kv_pkey primary key,
                expires_at timestamptz,
                constraint kv_unique_entry unique (guild_id, key, scopes)
            );
            create index idx_kv_scopes_gin on guild_templates_kv using gin (scopes);
        end if;
    end $$;
    alter table guild_templates_kv rename to tenant_kv;
    alter table tenant_kv rename column guild_id to owner_id;
    alter table tenant_kv alter column owner_id drop default;
    alter table tenant_kv add column owner_type text not null default 'guild';
    alter table tenant_kv drop constraint kv_unique_entry;
    alter table tenant_kv add constraint kv_unique_entry unique (owner_id, owner_type, key, scopes)
    """)
{
    public override string Irreversible => "Keys of owners that are not guilds have no place in the table before it.";
}
