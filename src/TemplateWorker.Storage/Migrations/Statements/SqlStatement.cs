namespace TemplateWorker.Storage.Migrations.Statements;

/// <summary>One statement of a migration.</summary>
/// <param name="Text">As written, without the semicolon and what is around it.</param>
/// <param name="Tokens">Its tokens; never empty.</param>
internal sealed record SqlStatement(string Text, IReadOnlyList<SqlToken> Tokens)
{
    /// <summary>The statement without comments and white space: its tokens, a space between two of them.</summary>
    /// <remarks>The body of a function or a block is code, and loses its comments too.</remarks>
    public string Normal { get; } = NormalOf(Tokens, IsCode(Tokens));

    /// <summary>The statements of a text, which semicolons separate.</summary>
    public static IReadOnlyList<SqlStatement> Split(string sql)
    {
        List<SqlStatement> statements = [];
        List<SqlToken> tokens = [];
        foreach (var token in SqlTokens.Of(sql).Append(new SqlToken(sql.Length, ";")))
        {
            if (token.Text != ";")
            {
                tokens.Add(token);
            }
            else if (tokens.Count > 0)
            {
                statements.Add(new SqlStatement(sql[tokens[0].Start..tokens[^1].End], [.. tokens]));
                tokens.Clear();
            }
        }

        return statements;
    }

    private static bool IsCode(IReadOnlyList<SqlToken> tokens) =>
        tokens[0].Is("do") || (tokens[0].Is("create") && tokens.Take(4).Any(token => token.Is("function") || token.Is("procedure")));

    private static string NormalOf(IReadOnlyList<SqlToken> tokens, bool isCode) => string.Join(
        ' ', tokens.Select(token => isCode && DollarQuote.BodyOf(token) is { } body ? $"$$ {NormalOf(SqlTokens.Of(body), isCode)} $$" : token.Text));
}
