namespace TemplateWorker.Storage.Migrations.Statements;

/// <summary>A word, a quoted text, an operator or a sign.</summary>
/// <param name="Start">Where it begins in the text that was split.</param>
/// <param name="Text">As written.</param>
internal readonly record struct SqlToken(int Start, string Text)
{
    /// <summary>Where the next one may begin.</summary>
    public int End => Start + Text.Length;

    /// <summary>Whether it is a keyword, or an identifier without quotes, in any case.</summary>
    public bool Is(string word) => Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
