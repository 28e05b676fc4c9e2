using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>actions</c>.</summary>
[Verb("actions", HelpText = "Show, replay and drop actions, and set the routes that push them.")]
internal sealed class ActionsFlags : SelectionFlags
{
    /// <summary>Those in one state.</summary>
    [Option("state", MetaValue = "STATE", HelpText = "Those in one state: waiting, delayed or dead.")]
    public string? State { get; init; }

    /// <summary>Those of one type; with <c>routes set</c>, which types the route takes.</summary>
    [Option("type", MetaValue = "TYPE", HelpText = "Those of one type. With routes set, required: the type, or the beginning of some with '*' behind it.")]
    public string? Type { get; init; }

    /// <summary>Where actions are posted.</summary>
    [Option("url", MetaValue = "URL", HelpText = "With routes set, required: where actions are posted.")]
    public string? Url { get; init; }

    /// <summary>The file of the secret.</summary>
    [Option("secret-file", MetaValue = "FILE", HelpText = "With routes set, required: a file with the secret that signs them, 16 to 256 bytes.")]
    public string? SecretFile { get; init; }

    /// <summary>The file of the second secret.</summary>
    [Option("old-secret-file", MetaValue = "FILE", HelpText = "With routes set: a file with a secret that is valid beside it while the receiver changes.")]
    public string? OldSecretFile { get; init; }

    /// <summary>Whose actions.</summary>
    [Option("tenant", MetaValue = "TENANT", HelpText = "With routes set: whose actions. Default: all tenants'.")]
    public string? Tenant { get; init; }

    /// <summary>The order.</summary>
    [Option("order", MetaValue = "ORDER", HelpText = "With routes set: strict (per tenant and channel) or none. Default: strict.")]
    public string? Order { get; init; }

    /// <summary>Actions of a request.</summary>
    [Option("batch", MetaValue = "N", HelpText = "With routes set: at most so many actions in one request, 1 to 1000. Default: 1.")]
    public string? Batch { get; init; }

    /// <summary>The time of a request.</summary>
    [Option("timeout", MetaValue = "TIME", HelpText = "With routes set: how long a request may take, 100ms to 5m. Default: 10s.")]
    public string? Timeout { get; init; }

    /// <summary>Attempts.</summary>
    [Option("attempts", MetaValue = "N", HelpText = "With routes set: attempts until an action is given up, 1 to 100. Default: 20.")]
    public string? Attempts { get; init; }

    /// <summary>Requests in a second.</summary>
    [Option("rate", MetaValue = "N", HelpText = "With routes set: requests of each supervisor in a second. Default: no limit.")]
    public string? Rate { get; init; }

    /// <summary>Requests at a time.</summary>
    [Option("concurrency", MetaValue = "N", HelpText = "With routes set: requests of each supervisor at a time, 1 to 1000. Default: 16.")]
    public string? Concurrency { get; init; }

    /// <summary>Whether private addresses are allowed.</summary>
    [Option("allow-private", HelpText = "With routes set: the address may be one of this machine or its network.")]
    public bool AllowPrivate { get; init; }
}
