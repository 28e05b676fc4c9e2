namespace TemplateWorker.Api.Syntax;

/// <summary>A UUID with its hyphens.</summary>
internal sealed class UuidSyntax : ValueSyntax<Guid>
{
    /// <inheritdoc/>
    public override string Description => "UUID";

    /// <inheritdoc/>
    public override Parsed<Guid> Parse(string text) =>
        Guid.TryParseExact(text, "D", out var id)
            ? Parsed<Guid>.Good(id)
            : Parsed<Guid>.Bad($"must be a UUID such as 01a1fb43-d024-79cf-af1b-fdc238872907, was {Quoted.Text(text)}");

    /// <inheritdoc/>
    public override string Format(Guid value) => value.ToString("D");
}
