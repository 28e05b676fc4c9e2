using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Seed;

/// <summary>Drops what nothing reads any more. Tables of other programs in the same database are left alone.</summary>
internal sealed class CleanupV8() : SqlMigration("cleanup_v8", """
    drop table if exists guild_templates;
    drop table if exists attached_templates;
    drop table if exists template_shop_listings;
    drop table if exists ongoing_jobs;
    drop table if exists jobs;
    alter table tenant_kv drop column if exists resume;
    alter table tenant_kv drop column if exists expiry_event_call_attempts
    """)
{
    public override string Irreversible => "It drops tables and columns with their rows.";
}
