using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>Templates, and their versions, which never change.</summary>
/// <remarks>
/// <para>A version number must never mean another content, even after its template was deleted and made again: workers
/// keep what they loaded by number. So a deleted template leaves its last number in <c>template_floors</c>, one row per
/// tenant, and a new template of the tenant counts on from there. A trigger sees to it, for deletions by plain SQL too.</para>
/// <para>The checks are ceilings that no configured limit goes over; the limits themselves are lower and the caller's.</para>
/// </remarks>
internal sealed class TemplateTables() : SqlMigration("templates", """
    create table templates (
        owner_type text not null check (octet_length(owner_type) between 1 and 128),
        owner_id text not null check (octet_length(owner_id) between 1 and 128),
        name text not null check (octet_length(name) between 1 and 128),
        active_version int not null,
        last_version int not null check (last_version >= active_version),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (owner_type, owner_id, name)
    );
    create table template_versions (
        owner_type text not null,
        owner_id text not null,
        name text not null,
        version int not null check (version > 0),
        files jsonb not null check (jsonb_typeof(files) = 'object' and octet_length(files::text) <= 33554432),
        settings jsonb not null check (octet_length(settings::text) <= 1048576),
        subscriptions text[] not null check (cardinality(subscriptions) <= 1000),
        checksum bytea not null check (octet_length(checksum) = 32),
        published_at timestamptz not null default now(),
        primary key (owner_type, owner_id, name, version),
        foreign key (owner_type, owner_id, name) references templates on delete cascade
    );
    alter table templates add constraint templates_active_version_exists
        foreign key (owner_type, owner_id, name, active_version) references template_versions (owner_type, owner_id, name, version);
    create table template_floors (
        owner_type text not null,
        owner_id text not null,
        last_version int not null,
        primary key (owner_type, owner_id)
    );
    create function template_versions_refuse_update() returns trigger language plpgsql as $$
    begin
        raise exception 'template versions are immutable: publish a new version instead';
    end $$;
    create trigger template_versions_immutable before update on template_versions
        for each row execute function template_versions_refuse_update();
    create function templates_keep_floor() returns trigger language plpgsql as $$
    begin
        insert into template_floors as f (owner_type, owner_id, last_version)
        values (old.owner_type, old.owner_id, old.last_version)
        on conflict (owner_type, owner_id) do update set last_version = greatest(f.last_version, excluded.last_version);
        return null;
    end $$;
    create trigger templates_deleted after delete on templates
        for each row execute function templates_keep_floor()
    """, """
    alter table templates drop constraint templates_active_version_exists;
    drop table template_versions;
    drop table templates;
    drop table template_floors;
    drop function template_versions_refuse_update();
    drop function templates_keep_floor()
    """);
