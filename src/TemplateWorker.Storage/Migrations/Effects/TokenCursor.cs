using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations.Effects;

/// <summary>Reads the tokens of a statement one after the other.</summary>
internal sealed class TokenCursor(IReadOnlyList<SqlToken> tokens)
{
    private int _at;

    /// <summary>The tokens that are left.</summary>
    public IReadOnlyList<SqlToken> Rest => [.. tokens.Skip(_at)];

    /// <summary>Passes a keyword, or one of several, if it is next.</summary>
    /// <returns>Whether it was.</returns>
    public bool Take(params string[] words)
    {
        var found = _at < tokens.Count && Array.Exists(words, tokens[_at].Is);
        _at += found ? 1 : 0;
        return found;
    }

    /// <summary>Passes keywords if all of them are next.</summary>
    /// <returns>Whether they were.</returns>
    public bool TakeAll(params string[] words)
    {
        var found = _at + words.Length <= tokens.Count && words.Select((word, i) => tokens[_at + i].Is(word)).All(isNext => isNext);
        _at += found ? words.Length : 0;
        return found;
    }

    /// <summary>Reads the name of an object, without its schema and its quotes.</summary>
    public string TakeName()
    {
        var name = Next();
        while (Take("."))
        {
            name = Next();
        }

        return name;
    }

    /// <summary>Passes everything up to a keyword that stands outside of parentheses, and the keyword.</summary>
    /// <returns>Whether there is one.</returns>
    public bool SkipTo(string word)
    {
        for (var depth = 0; _at < tokens.Count; _at++)
        {
            depth += tokens[_at].Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0 && tokens[_at].Is(word))
            {
                _at++;
                return true;
            }
        }

        return false;
    }

    private string Next() => _at < tokens.Count ? tokens[_at++].Text.Trim('"') : "";
}
