using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>history</c>.</summary>
[Verb("history", HelpText = "Show finished deliveries and calls, newest first.")]
internal sealed class HistoryFlags : OperatorFlags
{
    /// <summary>Of one template.</summary>
    [Option("template", MetaValue = "NAME", HelpText = "Runs of one template.")]
    public string? Template { get; init; }

    /// <summary>Of events of one name.</summary>
    [Option("event", MetaValue = "NAME", HelpText = "Runs for events of one name.")]
    public string? Event { get; init; }

    /// <summary>Of one event.</summary>
    [Option("event-id", MetaValue = "UUID", HelpText = "Runs for one event.")]
    public string? EventId { get; init; }

    /// <summary>Of one delivery.</summary>
    [Option("delivery", MetaValue = "ID", HelpText = "Attempts at one delivery.")]
    public string? Delivery { get; init; }

    /// <summary>With one outcome.</summary>
    [Option("outcome", MetaValue = "OUTCOME", HelpText = "Runs with one outcome: done, retry, dead, parked, skipped or failed.")]
    public string? Outcome { get; init; }

    /// <summary>With one reason.</summary>
    [Option("reason", MetaValue = "REASON", HelpText = "Runs that failed for one reason, such as CpuLimit.")]
    public string? Reason { get; init; }

    /// <summary>Not before.</summary>
    [Option("from", MetaValue = "TIME", HelpText = "Runs that finished at this time or later, such as 2026-11-21T08:00:00Z.")]
    public string? From { get; init; }

    /// <summary>Before.</summary>
    [Option("to", MetaValue = "TIME", HelpText = "Runs that finished before this time.")]
    public string? To { get; init; }

    /// <summary>Behind a page.</summary>
    [Option("after", MetaValue = "PLACE", HelpText = "Runs after the previous page, which ends with this value.")]
    public string? After { get; init; }

    /// <summary>The most of a page.</summary>
    [Option("limit", MetaValue = "N", HelpText = "At most this many, 1 to 1000. Default: 100.")]
    public string? Limit { get; init; }
}
