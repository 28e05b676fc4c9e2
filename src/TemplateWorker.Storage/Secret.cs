namespace TemplateWorker.Storage;

/// <summary>
/// A text that must not be shown: a password, a token, an address that holds one. Its text form is redacted, so that it
/// may sit in records that are logged; only <see cref="Reveal"/> gives the text.
/// </summary>
/// <remarks>Equality is not constant in time: it serves configuration checks, not the checking of a caller's token.</remarks>
public readonly record struct Secret
{
    private readonly string? _text;

    /// <summary>Keeps a text from being shown.</summary>
    public Secret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    /// <summary>The text itself, for the one place that needs it.</summary>
    public string Reveal() => _text ?? string.Empty;

    /// <summary>Always three stars.</summary>
    public override string ToString() => "***";
}
