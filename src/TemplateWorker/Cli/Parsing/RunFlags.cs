using CommandLine;

namespace TemplateWorker.Cli.Parsing;

/// <summary>
/// The flags of the default verb, as texts: <see cref="RunVerb"/> reads them, so that all faults are worded alike and
/// reported at once.
/// </summary>
[Verb("run", isDefault: true, HelpText = "Run in the role that --worker-type names; the default verb.")]
internal sealed class RunFlags
{
    /// <summary>The role.</summary>
    [Option("worker-type", MetaValue = "TYPE", HelpText = "The role: processpool (default), threadpool, migrate, or register.")]
    public string? WorkerType { get; init; }

    /// <summary>The configuration file.</summary>
    [Option("config", MetaValue = "FILE", HelpText = "The configuration. Default: config.yaml.")]
    public string? Config { get; init; }

    /// <summary>The size of each worker's pool.</summary>
    [Option("max-db-connections", MetaValue = "N", HelpText = "Database connections of each worker. Default: workers.max_db_connections, 7.")]
    public string? MaxDbConnections { get; init; }

    /// <summary>The number of workers.</summary>
    [Option("process-workers", MetaValue = "N", HelpText = "How many workers. Default: workers.count, the machine's cores.")]
    public string? ProcessWorkers { get; init; }

    /// <summary>The number of this worker.</summary>
    [Option("worker-id", MetaValue = "N", Hidden = true, HelpText = "The number of this worker; set by the supervisor only.")]
    public string? WorkerId { get; init; }

    /// <summary>The folder to register.</summary>
    [Option("templates", MetaValue = "DIR", HelpText = "With register: the folder, holding OWNER_TYPE/OWNER_ID/TEMPLATE/index.js (or .mjs, .ts).")]
    public string? Templates { get; init; }

    /// <summary>What values that look converted are.</summary>
    [Option("legacy-values", MetaValue = "FORM", HelpText = "With migrate, when it asks: first (nothing is converted yet) or mixed.")]
    public string? LegacyValues { get; init; }

    /// <summary>The form of the log.</summary>
    [Option("log-format", MetaValue = "FORMAT", HelpText = "text or json. Default: logging.format, text.")]
    public string? LogFormat { get; init; }

    /// <summary>The level of the log.</summary>
    [Option("log-level", MetaValue = "LEVEL", HelpText = "trace, debug, info, warning, error or critical. Default: logging.level, info.")]
    public string? LogLevel { get; init; }

    /// <summary>Whether to show the help.</summary>
    [Option('h', "help", HelpText = "Show this help.")]
    public bool Help { get; init; }

    /// <summary>Whether to show the version.</summary>
    [Option("version", HelpText = "Show the version.")]
    public bool Version { get; init; }

    /// <summary>Words without a flag; none are valid.</summary>
    [Value(0, Hidden = true)]
    public IEnumerable<string> Strays { get; init; } = [];
}
