namespace TemplateWorker.Api.Syntax;

/// <summary><c>true</c> or <c>false</c>; YAML 1.1's yes, no, on and off are refused.</summary>
internal sealed class BooleanSyntax : ValueSyntax<bool>
{
    /// <inheritdoc/>
    public override string Description => "`true` or `false`";

    /// <inheritdoc/>
    public override Parsed<bool> Parse(string text) => text switch
    {
        "true" => Parsed<bool>.Good(true),
        "false" => Parsed<bool>.Good(false),
        _ => Parsed<bool>.Bad($"must be true or false, was {Quoted.Text(text)}"),
    };

    /// <inheritdoc/>
    public override string Format(bool value) => value ? "true" : "false";
}
