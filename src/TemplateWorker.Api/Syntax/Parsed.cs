namespace TemplateWorker.Api.Syntax;

/// <summary>What reading a text gave: a value, or what is wrong with the text.</summary>
/// <param name="Value">Meaningless when there is a fault.</param>
/// <param name="Fault">Continues a sentence that starts with the key ("must be …, was …"); null when the text is good.</param>
internal readonly record struct Parsed<TValue>(TValue Value, string? Fault)
{
    /// <summary>A good text.</summary>
    public static Parsed<TValue> Good(TValue value) => new(value, null);

    /// <summary>A bad text.</summary>
    public static Parsed<TValue> Bad(string fault) => new(default!, fault);
}
