using TemplateWorker.Storage;

namespace TemplateWorker.Api.Syntax;

/// <summary>A text that is never shown; its faults say what is wrong without it.</summary>
/// <param name="description">Form and bounds, for documentation.</param>
/// <param name="fault">What is wrong with a text, without any part of it, or null.</param>
internal sealed class SecretSyntax(string description, Func<string, string?> fault) : ValueSyntax<Secret>
{
    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    public override bool IsSecret => true;

    /// <inheritdoc/>
    public override Parsed<Secret> Parse(string text) =>
        fault(text) is { } found ? Parsed<Secret>.Bad(found) : Parsed<Secret>.Good(new Secret(text));

    /// <inheritdoc/>
    public override string Format(Secret value) => value.ToString();
}
