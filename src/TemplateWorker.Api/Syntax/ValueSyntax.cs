namespace TemplateWorker.Api.Syntax;

/// <summary>How one kind of value is written. Strict: what it does not know is a fault, never a guess.</summary>
internal abstract class ValueSyntax<TValue>
{
    /// <summary>Form and bounds, for documentation: "duration, 100ms to 1m".</summary>
    public abstract string Description { get; }

    /// <summary>Whether texts of this kind must not be shown.</summary>
    public virtual bool IsSecret => false;

    /// <summary>Reads a text.</summary>
    public abstract Parsed<TValue> Parse(string text);

    /// <summary>The shortest text that <see cref="Parse"/> reads as this value.</summary>
    public abstract string Format(TValue value);
}
