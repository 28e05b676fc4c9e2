using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations.Effects;

/// <summary>What statements do that read and write rows.</summary>
internal static class RowEffects
{
    /// <summary>The tables behind <c>insert into</c>, <c>update</c>, <c>delete from</c>, <c>from</c> and <c>join</c>.</summary>
    /// <remarks>Names of common table expressions and functions are among them; they are no tables of the database and fall out where tables are looked up.</remarks>
    public static IEnumerable<StatementEffect> Of(IReadOnlyList<SqlToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var cursor = new TokenCursor([.. tokens.Skip(i)]);
            if (cursor.TakeAll("insert", "into") || cursor.TakeAll("delete", "from") || (!IsClause(tokens, i) && cursor.Take("update")))
            {
                yield return new StatementEffect(cursor.TakeName(), TableLock.RowExclusive);
            }
            else if (cursor.Take("from", "join") && !cursor.Take("(", "lateral", "unnest"))
            {
                yield return new StatementEffect(cursor.TakeName(), TableLock.AccessShare);
            }
        }
    }

    // "for update", "on conflict do update", "on update cascade".
    private static bool IsClause(IReadOnlyList<SqlToken> tokens, int i) => i > 0 && Array.Exists(["for", "key", "do", "on"], tokens[i - 1].Is);
}
