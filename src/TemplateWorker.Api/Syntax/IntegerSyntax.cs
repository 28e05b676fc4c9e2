using System.Globalization;

namespace TemplateWorker.Api.Syntax;

/// <summary>A whole number in decimal digits, both bounds included.</summary>
internal sealed class IntegerSyntax(int min, int max) : ValueSyntax<int>
{
    /// <inheritdoc/>
    public override string Description => $"whole number, {Format(min)} to {Format(max)}";

    /// <inheritdoc/>
    public override Parsed<int> Parse(string text)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return Parsed<int>.Bad($"must be a whole number, was {Quoted.Text(text)}");
        }

        return value < min ? Parsed<int>.Bad($"must be at least {Format(min)}, was {value}")
            : value > max ? Parsed<int>.Bad($"must be at most {Format(max)}, was {value}")
            : Parsed<int>.Good((int)value);
    }

    /// <inheritdoc/>
    public override string Format(int value) => value.ToString(CultureInfo.InvariantCulture);
}
