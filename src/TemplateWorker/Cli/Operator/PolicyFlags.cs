using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>policy</c>.</summary>
[Verb("policy", HelpText = "Show and set the retry policies of templates.")]
internal sealed class PolicyFlags : OperatorFlags
{
    /// <summary>Attempts in all.</summary>
    [Option("max-attempts", MetaValue = "N", HelpText = "With set: attempts in all, deaths not counted, 1 to 100. Default: 5.")]
    public string? MaxAttempts { get; init; }

    /// <summary>The first wait.</summary>
    [Option("backoff-base", MetaValue = "DURATION", HelpText = "With set: the longest wait before the second attempt; it doubles. Default: 1s.")]
    public string? BackoffBase { get; init; }

    /// <summary>The longest wait.</summary>
    [Option("backoff-cap", MetaValue = "DURATION", HelpText = "With set: the longest wait of all. Default: 1h.")]
    public string? BackoffCap { get; init; }

    /// <summary>What comes then.</summary>
    [Option("on-exhausted", MetaValue = "ACTION", HelpText = "With set: after the last attempt, skip (a dead letter) or park (the lane waits). Default: skip.")]
    public string? OnExhausted { get; init; }
}
