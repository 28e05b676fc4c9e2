using System.Text.Json;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Values;

namespace TemplateWorker.Storage.Migrations.Seed;

/// <summary>Values of guilds' keys get the tagged form. Without the old table there is nothing to do.</summary>
/// <remarks>
/// The program that this database comes from changes the rows one by one without a transaction, so its interrupted run leaves
/// some of them tagged; but an author may have stored an object that looks like it, such as <c>{"Text": "hi"}</c>.
/// <see cref="LegacyEvidence"/> decides for the whole table, unless the operator does. The bare string <c>"Null"</c> is taken as text,
/// which it is unless a null was stored and the run interrupted.
/// </remarks>
internal sealed class KhronosValueV2() : Migration("khronosvalue_v2", $"{LockSql}; {SurveySql}; {DeclareSql}; {UpdateSql}")
{
    private const string ExistsSql = "select to_regclass('guild_templates_kv') is not null";

    // No session may write values in the old form while this runs; reads continue.
    private const string LockSql = "lock table guild_templates_kv in share row exclusive mode";

    private const string SurveySql = "select id, value::text, age(xmin)::bigint from guild_templates_kv where value is not null";

    private const string DeclareSql = """
        declare values_to_rewrite no scroll cursor for
        select id, value::text from guild_templates_kv where value is not null
        """;

    private const string UpdateSql = """
        update guild_templates_kv t set value = u.value::jsonb
        from unnest($1::text[], $2::text[]) as u(id, value)
        where t.id = u.id
        """;

    public override string Irreversible => "The form of values before it cannot tell an author's own object from a wrapper.";

    public override async Task ApplyAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        await using var exists = session.CreateCommand(ExistsSql);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return;
        }

        await session.ExecuteAsync(LockSql, cancellationToken);
        var values = session.LegacyValues == LegacyValues.Evidence ? await SurveyAsync(session, cancellationToken) : session.LegacyValues;
        var kept = 0L;
        await ValueRewrite.ExecuteAsync(
            session,
            DeclareSql,
            UpdateSql,
            (value, writer) =>
            {
                if (values == LegacyValues.Mixed && value.ValueKind == JsonValueKind.Object && TaggedForm.IsTagged(value))
                {
                    kept++;
                }
                else
                {
                    FirstForm.WriteTagged(value, writer);
                }
            },
            cancellationToken);
        if (kept > 0)
        {
            session.Note($"{kept} values had the tagged form already and were left as they were");
        }
    }

    private static async Task<LegacyValues> SurveyAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var evidence = new LegacyEvidence();
        await using var survey = session.CreateCommand(SurveySql);
        await using var reader = await survey.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            using var document = ValueRewrite.Parse(reader.GetString(0), reader.GetString(1));
            evidence.Add(reader.GetString(0), document.RootElement, reader.GetInt64(2));
        }

        return evidence.Decide();
    }
}
