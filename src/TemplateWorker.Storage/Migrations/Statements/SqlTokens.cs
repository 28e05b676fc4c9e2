namespace TemplateWorker.Storage.Migrations.Statements;

/// <summary>Splits SQL into its tokens. Comments and white space are none.</summary>
internal static class SqlTokens
{
    private const string Operators = "+-*/<>=~!@#%^&|`?:";

    /// <summary>The tokens of a text, in their order. What is not closed reaches to the end.</summary>
    public static IReadOnlyList<SqlToken> Of(string sql)
    {
        List<SqlToken> tokens = [];
        var at = 0;
        while (SkipBlank(sql, at) is var start && start < sql.Length)
        {
            at = EndOf(sql, start);
            tokens.Add(new SqlToken(start, sql[start..at]));
        }

        return tokens;
    }

    private static int SkipBlank(string sql, int at)
    {
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at]))
            {
                at++;
            }
            else if (Begins(sql, at, "--"))
            {
                at = Index(sql.IndexOf('\n', at), sql);
            }
            else if (Begins(sql, at, "/*"))
            {
                at = SkipNested(sql, at);
            }
            else
            {
                break;
            }
        }

        return at;
    }

    // Comments of this form may hold others of it.
    private static int SkipNested(string sql, int at)
    {
        var depth = 0;
        do
        {
            var (step, change) = Begins(sql, at, "/*") ? (2, 1) : Begins(sql, at, "*/") ? (2, -1) : (1, 0);
            depth += change;
            at += step;
        }
        while (depth > 0 && at < sql.Length);
        return Math.Min(at, sql.Length);
    }

    private static int EndOf(string sql, int start)
    {
        var first = sql[start];
        if (first is '\'' or '"')
        {
            return EndOfQuoted(sql, start, hasEscapes: false);
        }

        if (first is 'e' or 'E' && Begins(sql, start + 1, "'"))
        {
            return EndOfQuoted(sql, start + 1, hasEscapes: true);
        }

        if (first == '$' && DollarQuote.TagAt(sql, start) is { } tag)
        {
            var close = sql.IndexOf(tag, start + tag.Length, StringComparison.Ordinal);
            return close < 0 ? sql.Length : close + tag.Length;
        }

        if (IsOfWord(first))
        {
            return EndWhile(sql, start, IsOfWord);
        }

        return Operators.Contains(first, StringComparison.Ordinal)
            ? EndOfOperator(sql, start)
            : start + 1;
    }

    private static int EndOfQuoted(string sql, int start, bool hasEscapes)
    {
        for (var at = start + 1; at < sql.Length; at++)
        {
            if (hasEscapes && sql[at] == '\\')
            {
                at++;
            }
            else if (sql[at] == sql[start])
            {
                if (!Begins(sql, at + 1, sql[start].ToString()))
                {
                    return at + 1;
                }

                at++;
            }
        }

        return sql.Length;
    }

    private static int EndOfOperator(string sql, int start)
    {
        var at = start + 1;
        while (at < sql.Length && Operators.Contains(sql[at], StringComparison.Ordinal) && !Begins(sql, at, "--") && !Begins(sql, at, "/*"))
        {
            at++;
        }

        return at;
    }

    private static int EndWhile(string sql, int start, Func<char, bool> belongs)
    {
        var at = start;
        while (at < sql.Length && belongs(sql[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsOfWord(char character) => char.IsLetterOrDigit(character) || character is '_' or '$';

    private static bool Begins(string sql, int at, string text) => string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;

    private static int Index(int found, string sql) => found < 0 ? sql.Length : found;
}
