using TemplateWorker.Storage;

namespace TemplateWorker.Api.Syntax;

/// <summary>A text that is never shown, for a key that may be left out.</summary>
/// <param name="secret">Its form when it is there.</param>
internal sealed class OptionalSecretSyntax(SecretSyntax secret) : ValueSyntax<Secret?>
{
    /// <inheritdoc/>
    public override string Description => secret.Description;

    /// <inheritdoc/>
    public override bool IsSecret => true;

    /// <inheritdoc/>
    public override Parsed<Secret?> Parse(string text)
    {
        var (value, fault) = secret.Parse(text);
        return fault is null ? Parsed<Secret?>.Good(value) : Parsed<Secret?>.Bad(fault);
    }

    /// <inheritdoc/>
    public override string Format(Secret? value) => value is { } given ? secret.Format(given) : "none";
}
