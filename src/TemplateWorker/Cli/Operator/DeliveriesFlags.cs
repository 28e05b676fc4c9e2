using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>deliveries</c>.</summary>
[Verb("deliveries", HelpText = "Show, replay and drop deliveries.")]
internal sealed class DeliveriesFlags : OperatorFlags
{
    /// <summary>Those in one state.</summary>
    [Option("state", MetaValue = "STATE", HelpText = "Those in one state: queued, retrying, delayed, parked or dead.")]
    public string? State { get; init; }

    /// <summary>Those of one template.</summary>
    [Option("template", MetaValue = "NAME", HelpText = "Those of one template.")]
    public string? Template { get; init; }

    /// <summary>Those of events of one name.</summary>
    [Option("event", MetaValue = "NAME", HelpText = "Those of events of one name.")]
    public string? Event { get; init; }

    /// <summary>Those that failed for one reason.</summary>
    [Option("reason", MetaValue = "REASON", HelpText = "Those whose last attempt failed for one reason, such as CpuLimit.")]
    public string? Reason { get; init; }

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
