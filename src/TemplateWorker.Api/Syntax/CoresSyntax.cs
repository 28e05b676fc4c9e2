namespace TemplateWorker.Api.Syntax;

/// <summary>A whole number, or the word <c>cores</c> for the machine's.</summary>
internal sealed class CoresSyntax(int max) : ValueSyntax<int>
{
    /// <summary>Stands for the number of the machine's cores.</summary>
    public const string Cores = "cores";

    private readonly IntegerSyntax _number = new(1, max);

    /// <inheritdoc/>
    public override string Description => $"{_number.Description}, or `{Cores}`";

    /// <inheritdoc/>
    public override Parsed<int> Parse(string text) =>
        text == Cores ? Parsed<int>.Good(Environment.ProcessorCount)
        : text.All(char.IsAsciiLetter) ? Parsed<int>.Bad($"must be a whole number or '{Cores}', was {Quoted.Text(text)}")
        : _number.Parse(text);

    /// <inheritdoc/>
    public override string Format(int value) => value == Environment.ProcessorCount ? Cores : _number.Format(value);
}
