using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of every verb that looks at, or changes, what a tenant has; as texts, like those of the default verb.</summary>
internal abstract class OperatorFlags
{
    /// <summary>The configuration file.</summary>
    [Option("config", MetaValue = "FILE", HelpText = "The configuration. Default: config.yaml.")]
    public string? Config { get; init; }

    /// <summary>Whether to print JSON.</summary>
    [Option("json", HelpText = "Print JSON, as the HTTP API answers it, instead of a table.")]
    public bool Json { get; init; }

    /// <summary>The form of the log.</summary>
    [Option("log-format", MetaValue = "FORMAT", HelpText = "text or json. Default: logging.format, text.")]
    public string? LogFormat { get; init; }

    /// <summary>The level of the log.</summary>
    [Option("log-level", MetaValue = "LEVEL", HelpText = "trace, debug, info, warning, error or critical. Default: logging.level, info.")]
    public string? LogLevel { get; init; }

    /// <summary>Whether to show the help.</summary>
    [Option('h', "help", HelpText = "Show this help.")]
    public bool Help { get; init; }

    /// <summary>Words without a flag: an action, the tenant, and names.</summary>
    [Value(0, Hidden = true)]
    public IEnumerable<string> Words { get; init; } = [];
}

/// <summary>The flags of a verb that pages through things, and changes those that are selected by ids, by a filter, or all of them.</summary>
internal abstract class SelectionFlags : OperatorFlags
{
    /// <summary>Those with a greater id.</summary>
    [Option("after", MetaValue = "ID", HelpText = "With list: those with a greater id than the last of the previous page.")]
    public string? After { get; init; }

    /// <summary>The most of a page.</summary>
    [Option("limit", MetaValue = "N", HelpText = "With list: at most this many, 1 to 1000. Default: 100.")]
    public string? Limit { get; init; }

    /// <summary>Whether all are meant.</summary>
    [Option("all", HelpText = "With replay and drop: all of the tenant.")]
    public bool All { get; init; }

    /// <summary>Whether removing many is meant.</summary>
    [Option("yes", HelpText = "With drop: confirm a filter or --all.")]
    public bool Yes { get; init; }
}
