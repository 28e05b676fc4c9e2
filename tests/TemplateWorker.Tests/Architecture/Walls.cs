namespace TemplateWorker.Tests.Architecture;

/// <summary>What may use what. <c>docs/architecture.md</c> says why.</summary>
internal static class Walls
{
    /// <summary>A folder with more files is two.</summary>
    public const int MostFiles = 20;

    /// <summary>A folder with fewer files is part of another one; the folder of a project is exempt.</summary>
    public const int LeastFiles = 3;

    /// <summary>The assemblies, or folders of them, that an assembly may use.</summary>
    public static IReadOnlyDictionary<string, string[]> Assemblies { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["TemplateWorker.Storage"] = [],
        ["TemplateWorker.Ipc"] = [],
        // One constant, the bound of a schedule's name, which the bootstrap checks before it calls the host.
        ["TemplateWorker.JavaScript"] = ["TemplateWorker.Schedules"],
        ["TemplateWorker.Schedules"] = ["TemplateWorker.Storage"],
        ["TemplateWorker.Runs"] = ["TemplateWorker.JavaScript", "TemplateWorker.Schedules", "TemplateWorker.Storage"],
        ["TemplateWorker.Supervision"] = ["TemplateWorker.Ipc", "TemplateWorker.Schedules", "TemplateWorker.Storage"],
        // The results of a call pass from the worker's frame to the response as they came.
        ["TemplateWorker.Api"] = ["TemplateWorker.Supervision", "TemplateWorker.Schedules", "TemplateWorker.Storage", "TemplateWorker.Ipc/Messages"],
        // What runs now is shown as the workers' frames tell it.
        ["TemplateWorker.Console"] = ["TemplateWorker.Api", "TemplateWorker.Supervision", "TemplateWorker.Storage", "TemplateWorker.Ipc/Messages"],
        [TypeName.Executable] =
        [
            "TemplateWorker.Api", "TemplateWorker.Console", "TemplateWorker.Supervision", "TemplateWorker.Runs", "TemplateWorker.Schedules", "TemplateWorker.Ipc",
            "TemplateWorker.JavaScript", "TemplateWorker.Storage",
        ],
    };

    /// <summary>What each room of the executable may use of the executable and of the libraries.</summary>
    public static IReadOnlyDictionary<string, string[]> Executable { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Administration"] = [$"{TypeName.Executable}/Cli", "TemplateWorker.Api", "TemplateWorker.Schedules", "TemplateWorker.Storage"],
        ["Cli"] =
        [
            $"{TypeName.Executable}/Configuration", $"{TypeName.Executable}/Telemetry", "TemplateWorker.Api/Deliveries",
            "TemplateWorker.Api/Syntax", "TemplateWorker.Schedules", "TemplateWorker.Storage",
        ],
        ["Configuration"] =
        [
            $"{TypeName.Executable}/Sandbox", $"{TypeName.Executable}/Telemetry", "TemplateWorker.Api/Access", "TemplateWorker.Api/Connections",
            "TemplateWorker.Api/Server", "TemplateWorker.Api/Syntax", "TemplateWorker.JavaScript", "TemplateWorker.Runs", "TemplateWorker.Storage",
            "TemplateWorker.Supervision",
        ],
        ["Hosting"] =
        [
            $"{TypeName.Executable}/Administration", $"{TypeName.Executable}/Cli", $"{TypeName.Executable}/Configuration",
            $"{TypeName.Executable}/Metrics", $"{TypeName.Executable}/Sandbox", $"{TypeName.Executable}/Telemetry", $"{TypeName.Executable}/Worker",
            "TemplateWorker.Api", "TemplateWorker.Console", "TemplateWorker.Ipc", "TemplateWorker.JavaScript", "TemplateWorker.Runs", "TemplateWorker.Schedules",
            "TemplateWorker.Storage", "TemplateWorker.Supervision",
        ],
        ["Metrics"] = ["TemplateWorker.Ipc/Messages", "TemplateWorker.Runs/Measures", "TemplateWorker.Supervision"],
        ["Sandbox"] = [],
        ["Telemetry"] = ["TemplateWorker.Runs/Logging"],
        ["Worker"] = [$"{TypeName.Executable}/Metrics", "TemplateWorker.Ipc", "TemplateWorker.JavaScript/Port", "TemplateWorker.Runs", "TemplateWorker.Storage"],
    };

    /// <summary>
    /// The folders of each assembly in order: one uses only those after it. The empty name is the project's own folder. Inside
    /// Runs/Scheduling the files still know each other in a circle; between folders no exception is left.
    /// </summary>
    public static IReadOnlyDictionary<string, string[]> Folders { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["TemplateWorker.Storage"] =
        [
            "TenantCopies", "Backups", "Accepting", "Audited", "Changes", "Committing", "Committing/Parts", "Results", "Actions/Pulling", "Actions/Moving", "Actions/Operating", "Actions/Channels", "Actions/Routes", "Actions", "Deaths", "Due", "Embedded", "Feeding", "History", "Idempotency",
            "Lanes", "Leases", "Logs", "Maintenance", "Tokens", "Tenants", "Auditing", "Migrations/Review", "Migrations/Undoing", "Migrations/Planning", "Migrations", "Migrations/Schema", "Migrations/Manifest", "Migrations/Journal",
            "Migrations/Seed", "Migrations/Steps", "Migrations/Steps/Actions", "Migrations/Steps/Administration",
            "Migrations/Values", "Migrations/Kinds", "Migrations/Effects", "Migrations/Statements", "Operating", "Runs", "KeyValue", "Usage", "Schedules", "Deliveries", "Templates",
            "Policies", "TenantState", "Addresses", "Connecting", "", "Rates",
        ],
        ["TemplateWorker.Ipc"] = ["Connection", "InFlight", "Messages", "Codec", "Framing", ""],
        ["TemplateWorker.JavaScript"] =
        [
            "", "Conversion", "JavaScriptCore", "JavaScriptCore/Bootstrap", "JavaScriptCore/Native", "Jint", "Jint/Globals", "Jint/Modules", "Jint/Values",
            "Jint/Interpreter", "Diagnostics", "Conventions", "Web", "Web/Urls", "Port",
        ],
        ["TemplateWorker.Schedules"] = [""],
        ["TemplateWorker.Runs"] =
        [
            "Embedding", "", "Committing", "Publishing", "Scheduling", "Measures", "InFlight", "Heaps", "Lanes", "Queueing", "Calls", "Rates", "Transactions", "Transactions/Limits",
            "Logging", "Text",
        ],
        ["TemplateWorker.Supervision"] =
        [
            "Accepting", "Leases", "Pool", "Health", "", "Deaths", "Launching", "Slots", "Links", "Calls", "Actions", "Timekeeping", "Loops",
        ],
        ["TemplateWorker.Api"] =
        [
            "Server", "Streams", "Actions", "Audit", "Deliveries", "Events", "History", "Keys", "OpenApi", "Schedules", "Templates", "Tenants", "Tokens", "Workers", "Routing",
            "Gate", "Connections", "Access", "Bodies", "Problems", "Replies", "Syntax",
        ],
        ["TemplateWorker.Console"] =
        [
            "", "Overview", "Tenants", "DeadLetters", "Operating", "Login", "Serving", "Look", "Figures", "Sessions", "Text",
        ],
        [TypeName.Executable] =
        [
            "", "Cli/Parsing", "Hosting/Commands", "Hosting/Doctor", "Hosting/Migrations", "Hosting/Backups", "Administration", "Cli/Migrations", "Cli/Backups", "Cli/Access", "Cli/Operator", "Hosting/Supervisor", "Hosting/Worker", "Hosting",
            "Cli", "Configuration", "Configuration/Loading", "Configuration/Faults", "Configuration/Transfer", "Configuration/Schema",
            "Telemetry", "Worker", "Metrics", "Sandbox",
        ],
    };
}
