using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>schedules</c>.</summary>
[Verb("schedules", HelpText = "Show, set and remove schedules.")]
internal sealed class SchedulesFlags : OperatorFlags
{
    /// <summary>The expression.</summary>
    [Option("cron", MetaValue = "CRON", HelpText = "With set, required: five fields such as '30 6 * * mon-fri', or a name such as @hourly.")]
    public string? Cron { get; init; }

    /// <summary>The time zone.</summary>
    [Option("timezone", MetaValue = "ZONE", HelpText = "With set: the IANA time zone. Default: UTC.")]
    public string? TimeZone { get; init; }

    /// <summary>The event.</summary>
    [Option("event", MetaValue = "NAME", HelpText = "With set: the event's name. Default: the schedule's.")]
    public string? Event { get; init; }

    /// <summary>The payload.</summary>
    [Option("data", MetaValue = "JSON", HelpText = "With set: the event's payload. Default: null.")]
    public string? Data { get; init; }

    /// <summary>What is caught up.</summary>
    [Option("catch-up", MetaValue = "WHICH", HelpText = "With set: which missed times fire later: none, last or all. Default: none.")]
    public string? CatchUp { get; init; }

    /// <summary>Those behind one.</summary>
    [Option("after", MetaValue = "NAME", HelpText = "With list: those after this name, the last of the previous page.")]
    public string? After { get; init; }

    /// <summary>The most of a page.</summary>
    [Option("limit", MetaValue = "N", HelpText = "With list: at most this many, 1 to 1000. Default: 100.")]
    public string? Limit { get; init; }
}
