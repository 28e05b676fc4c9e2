namespace TemplateWorker.Api.Syntax;

/// <summary>A name that is safe in a log line: ASCII letters, digits, dot, underscore and hyphen.</summary>
internal sealed class NameSyntax(int maxLength) : ValueSyntax<string>
{
    /// <inheritdoc/>
    public override string Description => $"1 to {maxLength} letters, digits, `.`, `_`, `-`";

    /// <inheritdoc/>
    public override Parsed<string> Parse(string text) =>
        text.Length >= 1 && text.Length <= maxLength && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-')
            ? Parsed<string>.Good(text)
            : Parsed<string>.Bad($"must be 1 to {maxLength} letters, digits, '.', '_' or '-', was {Quoted.Text(text)}");

    /// <inheritdoc/>
    public override string Format(string value) => value;
}
