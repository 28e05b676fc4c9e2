namespace TemplateWorker.Storage.Migrations.Statements;

/// <summary>Texts between <c>$$</c> or <c>$tag$</c>, which hold the bodies of functions.</summary>
internal static class DollarQuote
{
    /// <summary>The tag that begins at a dollar sign, such as <c>$$</c>; null where none does, as at a parameter.</summary>
    public static string? TagAt(string sql, int start)
    {
        for (var at = start + 1; at < sql.Length; at++)
        {
            if (sql[at] == '$')
            {
                return sql[start..(at + 1)];
            }

            if (!char.IsLetter(sql[at]) && sql[at] != '_' && !(at > start + 1 && char.IsDigit(sql[at])))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>What is inside the quotes; null for another kind of token.</summary>
    public static string? BodyOf(SqlToken token) =>
        token.Text[0] == '$' && TagAt(token.Text, 0) is { } tag && token.Text.Length >= 2 * tag.Length ? token.Text[tag.Length..^tag.Length] : null;
}
