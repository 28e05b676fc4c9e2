using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// New rows of <c>tenant_kv</c> get their id from the server, and the limits of keys hold in the database too. Rows that
/// exist are not checked: they were written under other limits, and can still be read and deleted.
/// </summary>
/// <remarks>gen_random_uuid() came with version 13; on 12, md5 over random numbers and the clock does for an id that is no secret.</remarks>
internal sealed class KvLimits() : SqlMigration("kv_limits", """
    do $$
    begin
        if current_setting('server_version_num')::int >= 130000 then
            alter table tenant_kv alter column id set default gen_random_uuid()::text;
        else
            alter table tenant_kv alter column id
                set default md5(random()::text || clock_timestamp()::text || random()::text)::uuid::text;
        end if;
    end $$;
    alter table tenant_kv add constraint tenant_kv_key_bytes check (octet_length(key) between 1 and 512) not valid;
    alter table tenant_kv add constraint tenant_kv_scopes_count check (cardinality(scopes) <= 10) not valid
    """, """
    alter table tenant_kv drop constraint tenant_kv_scopes_count;
    alter table tenant_kv drop constraint tenant_kv_key_bytes;
    alter table tenant_kv alter column id drop default
    """);

/// <summary>Keys are listed by scopes and prefix, in the order of their code points, whatever the database's collation.</summary>
internal sealed class KvKeyC() : SqlMigration("kv_key_c", """
    create index tenant_kv_key_c on tenant_kv (owner_type, owner_id, scopes, key collate "C")
    """, """
    drop index tenant_kv_key_c
    """);
