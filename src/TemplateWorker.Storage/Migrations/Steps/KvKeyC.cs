using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>Keys are listed by scopes and prefix, in the order of their code points, whatever the database's collation.</summary>
internal sealed class KvKeyC() : SqlMigration("kv_key_c", """
    create index tenant_kv_key_c on tenant_kv (owner_type, owner_id, scopes, key collate "C")
    """);
