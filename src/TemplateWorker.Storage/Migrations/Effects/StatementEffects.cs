using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations.Effects;

/// <summary>Tells from the text of a statement which tables it locks and rewrites. Runs nothing.</summary>
/// <remarks>
/// It knows the kinds of statements that migrations have; a test compares what it says with the locks that the server shows for each of them.
/// </remarks>
internal static class StatementEffects
{
    /// <summary>The effects, one for each table, strongest lock and all that is true of one of several places.</summary>
    public static IReadOnlyList<StatementEffect> Of(SqlStatement statement) => Merge(Of(statement.Tokens));

    /// <summary>Joins the effects on each table.</summary>
    public static IReadOnlyList<StatementEffect> Merge(IEnumerable<StatementEffect> effects) =>
    [
        .. effects.GroupBy(effect => effect.Table, StringComparer.Ordinal).Select(table => new StatementEffect(table.Key, table.Max(effect => effect.Lock))
        {
            Makes = table.Any(effect => effect.Makes),
            Rewrites = table.Any(effect => effect.Rewrites),
            Scans = table.Any(effect => effect.Scans),
        }),
    ];

    private static IEnumerable<StatementEffect> Of(IReadOnlyList<SqlToken> tokens)
    {
        var cursor = new TokenCursor(tokens);
        if (cursor.Take("do"))
        {
            return tokens.Select(DollarQuote.BodyOf).OfType<string>().SelectMany(OfBlock);
        }

        if (cursor.Take("create"))
        {
            return CreateEffects.Of(cursor);
        }

        if (cursor.TakeAll("alter", "table"))
        {
            return AlterEffects.Of(cursor);
        }

        if (cursor.Take("drop"))
        {
            return OfDrop(cursor);
        }

        if (cursor.TakeAll("lock", "table"))
        {
            return OfLock(cursor);
        }

        return cursor.Take("execute") ? OfComputed(cursor.Rest) : RowEffects.Of(tokens);
    }

    // What controls the flow is passed, so that each statement of the block is looked at, whether or not it will run.
    private static IEnumerable<StatementEffect> OfBlock(string body)
    {
        foreach (var piece in SqlStatement.Split(body))
        {
            var cursor = new TokenCursor(piece.Tokens);
            while (cursor.Take("begin", "else", "loop") || (cursor.Take("if", "elsif") && cursor.SkipTo("then")) || (cursor.Take("for", "foreach", "while") && cursor.SkipTo("loop")))
            {
            }

            foreach (var effect in cursor.Take("declare", "end") ? [] : Of(cursor.Rest))
            {
                yield return effect;
            }
        }
    }

    // Of a text that is put together, only what it does is known, not to which table.
    private static IEnumerable<StatementEffect> OfComputed(IReadOnlyList<SqlToken> tokens) =>
        tokens.Any(token => token.Text[0] == '\'' && SqlTokens.Of(token.Text.Trim('\'')).Any(word => word.Is("table")))
            ? [new StatementEffect(null, TableLock.AccessExclusive)]
            : [];

    private static IEnumerable<StatementEffect> OfDrop(TokenCursor cursor)
    {
        if (cursor.Take("table"))
        {
            cursor.TakeAll("if", "exists");
            do
            {
                yield return new StatementEffect(cursor.TakeName(), TableLock.AccessExclusive);
            }
            while (cursor.Take(","));
        }
        else if (cursor.Take("trigger") && cursor.SkipTo("on"))
        {
            yield return new StatementEffect(cursor.TakeName(), TableLock.AccessExclusive);
        }
    }

    private static IEnumerable<StatementEffect> OfLock(TokenCursor cursor)
    {
        var table = cursor.TakeName();
        cursor.SkipTo("in");
        var mode = string.Concat(cursor.Rest.TakeWhile(token => !token.Is("mode")).Select(token => token.Text));
        yield return new StatementEffect(table, Enum.TryParse<TableLock>(mode, ignoreCase: true, out var named) ? named : TableLock.AccessExclusive);
    }
}
