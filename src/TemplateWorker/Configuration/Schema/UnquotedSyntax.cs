using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Configuration.Schema;

/// <summary>A value that stands beside a token: its faults do not quote what is as long as a token, since it may be one on the wrong line.</summary>
/// <param name="inner">Its form.</param>
internal sealed class UnquotedSyntax<TValue>(ValueSyntax<TValue> inner) : ValueSyntax<TValue>
{
    private const string Quote = ", was ";

    /// <inheritdoc/>
    public override string Description => inner.Description;

    /// <inheritdoc/>
    public override Parsed<TValue> Parse(string text)
    {
        var (value, fault) = inner.Parse(text);
        return fault is null ? Parsed<TValue>.Good(value) : Parsed<TValue>.Bad(text.Length < TokenForm.MinLength ? fault : Unquoted(fault));
    }

    /// <inheritdoc/>
    public override string Format(TValue value) => inner.Format(value);

    private static string Unquoted(string fault) =>
        fault.IndexOf(Quote, StringComparison.Ordinal) is var quote and >= 0
            ? $"{fault[..quote]}; what stands there is not shown, because it may be a token"
            : fault;
}
