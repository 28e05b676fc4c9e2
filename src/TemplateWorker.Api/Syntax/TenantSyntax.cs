namespace TemplateWorker.Api.Syntax;

/// <summary>A tenant in its text form.</summary>
internal sealed class TenantSyntax : ValueSyntax<TenantId?>
{
    /// <inheritdoc/>
    public override string Description => "tenant, such as `guild:1234`";

    /// <inheritdoc/>
    public override Parsed<TenantId?> Parse(string text) =>
        TenantId.TryParse(text, out var tenant)
            ? Parsed<TenantId?>.Good(tenant)
            : Parsed<TenantId?>.Bad($"must be a tenant such as guild:1234, was {Quoted.Text(text)}");

    /// <inheritdoc/>
    public override string Format(TenantId? value) => value?.ToString() ?? string.Empty;
}
