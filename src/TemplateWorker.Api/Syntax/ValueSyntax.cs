namespace TemplateWorker.Api.Syntax;

/// <summary>How one kind of value is written. Strict: what it does not know is a fault, never a guess.</summary>
internal abstract class ValueSyntax<TValue>
{
    /// <summary>Form and bounds, for documentation: "duration, 100ms to 1m".</summary>
    public abstract string Description { get; }

    /// <summary>Whether texts of this kind must not be shown.</summary>
    public virtual bool IsSecret => false;

    /// <summary>Whether a value must not be known to others.</summary>
    public virtual bool HoldsSecret(TValue value) => IsSecret;

    /// <summary>Reads a text.</summary>
    public abstract Parsed<TValue> Parse(string text);

    /// <summary>The shortest text that <see cref="Parse"/> reads as this value.</summary>
    public abstract string Format(TValue value);
}

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
