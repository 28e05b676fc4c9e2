using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations.Effects;

/// <summary>What statements do that begin with <c>alter table</c>.</summary>
internal static class AlterEffects
{
    // Functions whose result differs from row to row: a new column with such a default is written into every row.
    private static readonly string[] Volatile =
        ["random", "gen_random_uuid", "clock_timestamp", "timeofday", "nextval", "uuidv7", "setval", "serial", "bigserial", "smallserial", "identity", "stored"];

    /// <param name="cursor">Behind the two words.</param>
    public static IEnumerable<StatementEffect> Of(TokenCursor cursor)
    {
        cursor.TakeAll("if", "exists");
        cursor.Take("only");
        var table = cursor.TakeName();
        return SplitActions(cursor.Rest).SelectMany(action => OfAction(table, action));
    }

    private static IEnumerable<StatementEffect> OfAction(string table, IReadOnlyList<SqlToken> action)
    {
        var cursor = new TokenCursor(action);
        if (cursor.TakeAll("validate", "constraint"))
        {
            yield return new StatementEffect(table, TableLock.ShareUpdateExclusive) { Scans = true };
        }
        else if (cursor.TakeAll("set", "("))
        {
            yield return new StatementEffect(table, TableLock.ShareUpdateExclusive);
        }
        else if (Has(action, "foreign", "key") && cursor.Take("add"))
        {
            cursor.SkipTo("references");
            yield return new StatementEffect(table, TableLock.ShareRowExclusive) { Scans = !Has(action, "not", "valid") };
            yield return new StatementEffect(cursor.TakeName(), TableLock.ShareRowExclusive);
        }
        else
        {
            yield return new StatementEffect(table, TableLock.AccessExclusive) { Rewrites = Rewrites(action), Scans = Scans(action) };
        }
    }

    private static bool Rewrites(IReadOnlyList<SqlToken> action)
    {
        var cursor = new TokenCursor(action);
        if (cursor.Take("add"))
        {
            return !IsConstraint(new TokenCursor(cursor.Rest)) && action.Any(token => Array.Exists(Volatile, token.Is));
        }

        return Has(action, "set", "logged") || Has(action, "set", "unlogged") || Has(action, "set", "access")
            || (cursor.Take("alter") && action.Any(token => token.Is("type")));
    }

    private static bool Scans(IReadOnlyList<SqlToken> action)
    {
        var cursor = new TokenCursor(action);
        return (cursor.Take("add") && IsConstraint(cursor) && !Has(action, "not", "valid")) || Has(action, "set", "not", "null") || Has(action, "attach", "partition");
    }

    private static bool IsConstraint(TokenCursor cursor) => cursor.Take("constraint", "check", "unique", "primary", "exclude");

    private static bool Has(IReadOnlyList<SqlToken> action, params string[] words) =>
        Enumerable.Range(0, action.Count).Any(start => new TokenCursor([.. action.Skip(start)]).TakeAll(words));

    private static IEnumerable<IReadOnlyList<SqlToken>> SplitActions(IReadOnlyList<SqlToken> tokens)
    {
        List<SqlToken> action = [];
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += token.Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0 && token.Text == ",")
            {
                yield return [.. action];
                action.Clear();
            }
            else
            {
                action.Add(token);
            }
        }

        yield return action;
    }
}
