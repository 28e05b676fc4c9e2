using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// The table of keys that expire. <see cref="Seed.DropTenantKvExpiresAt"/> makes it too, because it has expiries to keep; a
/// database in which another program applied that migration gets the table here. The table stays when this is undone, since it is that
/// migration's as well.
/// </summary>
internal sealed class KvExpiry() : SqlMigration("kv_expiry", CreateSql, down: "")
{
    public const string CreateSql = """
        create table if not exists tenant_kv_expiry (
            owner_type text not null,
            owner_id text not null,
            key text not null,
            scopes text[] not null default '{}',
            expires_at timestamptz not null,
            constraint tenant_kv_expiry_pkey primary key (owner_type, owner_id, key, scopes)
        );
        create index if not exists tenant_kv_expiry_due on tenant_kv_expiry (expires_at);
        """;
}
