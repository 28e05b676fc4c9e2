using TemplateWorker.Api.Syntax;
using TemplateWorker.Configuration.Schema;

namespace TemplateWorker.Cli;

/// <summary>Reads the values of flags and collects every fault.</summary>
/// <param name="reasons">The faults that are known already.</param>
internal sealed class FlagReader(IReadOnlyList<string> reasons)
{
    private readonly List<string> _reasons = [.. reasons];

    public bool HasFaults => _reasons.Count > 0;

    public void Add(string reason) => _reasons.Add(reason);

    /// <summary>A flag's value; null when the flag is not given or its value is not valid.</summary>
    public TValue? Value<TValue>(string flag, string? text, ValueSyntax<TValue> syntax)
        where TValue : struct
    {
        if (text is null)
        {
            return null;
        }

        var (value, fault) = syntax.Parse(text);
        if (fault is null)
        {
            return value;
        }

        Add($"{flag} {fault}");
        return null;
    }

    /// <summary>The flags of the log.</summary>
    public LogFlags Log(string? level, string? format) => new(Value("--log-level", level, Choices.LogLevel), Value("--log-format", format, Choices.LogFormat));

    /// <summary>All faults as the command.</summary>
    public Misuse Fail() => new(_reasons);
}
