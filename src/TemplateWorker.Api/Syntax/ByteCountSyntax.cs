namespace TemplateWorker.Api.Syntax;

/// <summary>A size of at most 2 GiB, for what is one text or one frame.</summary>
internal sealed class ByteCountSyntax(int min, int max) : ValueSyntax<int>
{
    private readonly SizeSyntax _size = new(min, max);

    /// <inheritdoc/>
    public override string Description => _size.Description;

    /// <inheritdoc/>
    public override Parsed<int> Parse(string text)
    {
        var (bytes, fault) = _size.Parse(text);
        return new Parsed<int>((int)bytes, fault);
    }

    /// <inheritdoc/>
    public override string Format(int value) => _size.Format(value);
}
