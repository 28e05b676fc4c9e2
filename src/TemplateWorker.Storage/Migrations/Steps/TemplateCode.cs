using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>What runs in place of files that an engine cannot run as their author wrote them: of modules and of TypeScript.</summary>
/// <remarks>
/// It is kept beside the version, and not made again at each load: a version then runs as it was checked, whatever the converter has become since, and a
/// cold start costs no conversion. Null for templates that need none.
/// </remarks>
internal sealed class TemplateCode() : SqlMigration("template_code", """
    alter table template_versions add column code jsonb;
    alter table template_versions add constraint template_versions_code_check
        check (jsonb_typeof(code) = 'object' and octet_length(code::text) <= 67108864) not valid
    """, """
    alter table template_versions drop column code
    """);
