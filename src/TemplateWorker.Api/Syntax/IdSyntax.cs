using System.Globalization;

namespace TemplateWorker.Api.Syntax;

/// <summary>An id that the database gave, in decimal digits.</summary>
internal sealed class IdSyntax : ValueSyntax<long>
{
    /// <inheritdoc/>
    public override string Description => "id, a whole number";

    /// <inheritdoc/>
    public override Parsed<long> Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? Parsed<long>.Good(id)
            : Parsed<long>.Bad($"must be an id, a whole number, was {Quoted.Text(text)}");

    /// <inheritdoc/>
    public override string Format(long value) => value.ToString(CultureInfo.InvariantCulture);
}
