using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>deliveries</c>.</summary>
[Verb("deliveries", HelpText = "Show, replay and drop deliveries.")]
internal sealed class DeliveriesFlags : SelectionFlags
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
}
