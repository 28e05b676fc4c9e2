using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Configuration.Schema;

/// <summary>A key with the type of its value.</summary>
internal sealed class TypedKey<TOptions, TValue>(
    string name, ValueSyntax<TValue> syntax, Func<TOptions, TValue> get, Func<TOptions, TValue, TOptions> with, string help)
    : ConfigKey<TOptions>(name, help)
{
    /// <inheritdoc/>
    public override string Description => syntax.Description;

    /// <inheritdoc/>
    public override bool IsSecret => syntax.IsSecret;

    /// <inheritdoc/>
    public override bool HoldsSecret(TOptions options) => syntax.HoldsSecret(get(options));

    /// <inheritdoc/>
    public override Parsed<TOptions> Apply(TOptions options, string text)
    {
        var (value, fault) = syntax.Parse(text);
        return fault is null ? Parsed<TOptions>.Good(with(options, value)) : Parsed<TOptions>.Bad(fault);
    }

    /// <inheritdoc/>
    public override string Show(TOptions options) => syntax.Format(get(options));

    /// <inheritdoc/>
    public override ConfigKey<TOuter> Lift<TOuter>(
        string section, Func<TOuter, TOptions> get, Func<TOuter, TOptions, TOuter> with) =>
        new TypedKey<TOuter, TValue>(
            $"{section}.{Name}", syntax, outer => ReadInner(get(outer)), (outer, value) => with(outer, SetInner(get(outer), value)), Help);

    private TValue ReadInner(TOptions options) => get(options);

    private TOptions SetInner(TOptions options, TValue value) => with(options, value);
}
