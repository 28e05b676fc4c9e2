using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>logs</c>.</summary>
[Verb("logs", HelpText = "Show the log lines of templates, newest first.")]
internal sealed class LogsFlags : OperatorFlags
{
    /// <summary>Of one template.</summary>
    [Option("template", MetaValue = "NAME", HelpText = "Lines of one template.")]
    public string? Template { get; init; }

    /// <summary>The least level.</summary>
    [Option("level", MetaValue = "LEVEL", HelpText = "Lines of this level and above: debug, info, warn or error.")]
    public string? Level { get; init; }

    /// <summary>Of one run.</summary>
    [Option("run", MetaValue = "UUID", HelpText = "Lines of one run.")]
    public string? Run { get; init; }

    /// <summary>Not before.</summary>
    [Option("from", MetaValue = "TIME", HelpText = "Lines of this time or later, such as 2026-11-21T08:00:00Z.")]
    public string? From { get; init; }

    /// <summary>Before.</summary>
    [Option("to", MetaValue = "TIME", HelpText = "Lines before this time.")]
    public string? To { get; init; }

    /// <summary>The most of a page.</summary>
    [Option("limit", MetaValue = "N", HelpText = "At most this many, 1 to 1000. Default: 100.")]
    public string? Limit { get; init; }
}
