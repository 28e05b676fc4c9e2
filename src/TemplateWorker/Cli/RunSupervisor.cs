using System.Globalization;
using TemplateWorker.Configuration;

namespace TemplateWorker.Cli;

/// <summary>Migrate, then run the pool of workers and the HTTP API until a signal.</summary>
internal sealed record RunSupervisor : Command
{
    /// <summary>What the workers are.</summary>
    public required WorkerMode Mode { get; init; }

    /// <summary>The configuration file.</summary>
    public required string ConfigPath { get; init; }

    /// <summary>Connections in each worker's pool; null when the configuration decides.</summary>
    public int? MaxDbConnections { get; init; }

    /// <summary>How many workers; null when the configuration decides.</summary>
    public int? ProcessWorkers { get; init; }

    /// <summary>The flags of the log.</summary>
    public required LogFlags Log { get; init; }

    /// <summary>What the flags set in the configuration.</summary>
    public IReadOnlyList<SettingOverride> Overrides =>
    [
        .. Override("workers.max_db_connections", MaxDbConnections, "--max-db-connections"),
        .. Override("workers.count", ProcessWorkers, "--process-workers"),
        .. Log.Overrides,
    ];

    private static IEnumerable<SettingOverride> Override(string key, int? value, string flag) =>
        value is { } number ? [new SettingOverride(key, number.ToString(CultureInfo.InvariantCulture), flag)] : [];
}

/// <summary>What the supervisor's workers are.</summary>
internal enum WorkerMode
{
    /// <summary>Processes of their own.</summary>
    ProcessPool,

    /// <summary>Threads of the supervisor's process.</summary>
    ThreadPool,
}
