using CommandLine;
using TemplateWorker.Cli.Operator;

namespace TemplateWorker.Cli.Access;

/// <summary>The flags of <c>tenants</c>.</summary>
[Verb("tenants", HelpText = "Suspend and resume tenants; export, import and delete one.")]
internal sealed class TenantsFlags : OperatorFlags
{
    /// <summary>Why.</summary>
    [Option("reason", MetaValue = "TEXT", HelpText = "With suspend, required: why, for the tenant and for operators, 1 to 512 bytes.")]
    public string? Reason { get; init; }

    /// <summary>Until when.</summary>
    [Option("until", MetaValue = "TIME", HelpText = "With suspend: when it ends by itself, such as 2026-11-21T08:00:00Z. Default: it does not.")]
    public string? Until { get; init; }

    /// <summary>Another tenant.</summary>
    [Option("as", MetaValue = "TENANT", HelpText = "With import: the tenant to import it as, without its tokens. Default: its own.")]
    public string? As { get; init; }

    /// <summary>Whether a deletion is meant.</summary>
    [Option("yes", HelpText = "With delete, required: confirm it.")]
    public bool Yes { get; init; }

    /// <summary>Behind a page.</summary>
    [Option("after", MetaValue = "TENANT", HelpText = "With suspended: those behind the last tenant of the previous page.")]
    public string? After { get; init; }

    /// <summary>The most of a page.</summary>
    [Option("limit", MetaValue = "N", HelpText = "With suspended: at most this many, 1 to 1000. Default: 100.")]
    public string? Limit { get; init; }
}
