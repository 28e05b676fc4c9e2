using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Conversion;

/// <summary>What became of a template's modules and types.</summary>
internal abstract record ConversionOutcome
{
    private ConversionOutcome()
    {
    }

    /// <param name="Code">For <see cref="ScriptSource.Code"/>; empty when no file needs a conversion.</param>
    public sealed record Converted(IReadOnlyDictionary<string, string> Code) : ConversionOutcome;

    public sealed record Failed(ScriptFailure Failure) : ConversionOutcome;
}
