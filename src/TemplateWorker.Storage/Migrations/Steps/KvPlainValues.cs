using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Values;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// Values become plain JSON, which an operator can query and a script can read as it is. A value that is not of the tagged
/// form, as of a program that wrote plain JSON, keeps its meaning.
/// </summary>
internal sealed class KvPlainValues() : Migration("kv_plain_values", $"{LockSql}; {DeclareSql}; {UpdateSql}", $"{LockSql}; {DeclareSql}; {UpdateSql}")
{
    private const string LockSql = "lock table tenant_kv in share row exclusive mode";

    private const string DeclareSql = """
        declare values_to_rewrite no scroll cursor for
        select id, value::text from tenant_kv where value is not null
        """;

    private const string UpdateSql = """
        update tenant_kv t set value = u.value::jsonb
        from unnest($1::text[], $2::text[]) as u(id, value)
        where t.id = u.id
        """;

    public override string LeavesBehind =>
        "Values get the tagged form again: a number that was a float without a fraction becomes an integer, and a map of texts a map of values.";

    public override async Task UndoAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(LockSql, cancellationToken);
        await ValueRewrite.ExecuteAsync(session, DeclareSql, UpdateSql, TaggedAgain.Write, cancellationToken);
    }

    public override async Task ApplyAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(LockSql, cancellationToken);
        var untagged = 0L;
        await ValueRewrite.ExecuteAsync(
            session,
            DeclareSql,
            UpdateSql,
            (value, writer) =>
            {
                if (TaggedForm.IsTagged(value))
                {
                    PlainForm.WriteTagged(value, writer);
                }
                else
                {
                    untagged++;
                    PlainForm.WriteUntagged(value, writer);
                }
            },
            cancellationToken);
        if (untagged > 0)
        {
            session.Note($"{untagged} values did not have the tagged form and were taken as plain JSON");
        }
    }
}
