using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Steps;

namespace TemplateWorker.Storage.Migrations.Seed;

/// <summary>Expiry leaves the keys' table for one of its own; what was due to expire still is.</summary>
internal sealed class DropTenantKvExpiresAt() : SqlMigration("drop_tenant_kv_expires_at", KvExpiry.CreateSql + """
    insert into tenant_kv_expiry (owner_type, owner_id, key, scopes, expires_at)
    select owner_type, owner_id, key, scopes, expires_at from tenant_kv where expires_at is not null;
    alter table tenant_kv drop column expires_at
    """)
{
    public override string Irreversible => "Programs of that time expect the column with the expiries that have moved to a table of their own.";
}
