using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>NOT NULL constraints of renamed tables get the names that PostgreSQL would give them today.</summary>
/// <remarks>
/// PostgreSQL stores these constraints from version 18 on, and a renamed table keeps their names: <c>tenant_state</c> had
/// <c>tenant_state_new_banned_not_null</c>, unless another program had made it. Earlier versions have nothing to rename, and
/// the upgrade of such a database to 18 takes the default names. The names stay when this is undone: nothing depends on them.
/// </remarks>
internal sealed class NotNullNames() : SqlMigration("not_null_names", """
    do $$
    declare
        misnamed record;
    begin
        for misnamed in
            select relname, conname, format('%s_%s_not_null', relname, attname) as usual
            from pg_constraint
            join pg_class on pg_class.oid = conrelid
            join pg_attribute on attrelid = conrelid and attnum = conkey[1]
            where contype = 'n'
                and conrelid in ('tenant_kv'::regclass, 'tenant_state'::regclass)
                and conname <> format('%s_%s_not_null', relname, attname)
        loop
            execute format('alter table %I rename constraint %I to %I', misnamed.relname, misnamed.conname, misnamed.usual);
        end loop;
    end $$
    """, down: "");
