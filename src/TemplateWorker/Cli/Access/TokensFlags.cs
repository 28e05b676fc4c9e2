using CommandLine;
using TemplateWorker.Cli.Operator;

namespace TemplateWorker.Cli.Access;

/// <summary>The flags of <c>tokens</c>.</summary>
[Verb("tokens", HelpText = "Issue, list, replace and revoke tokens of the HTTP API.")]
internal sealed class TokensFlags : OperatorFlags
{
    /// <summary>The rights.</summary>
    [Option("role", MetaValue = "ROLE", HelpText = "With create, required: admin, operator (reads everything), tenant or tenant-read.")]
    public string? Role { get; init; }

    /// <summary>The tenant.</summary>
    [Option("tenant", MetaValue = "TENANT", HelpText = "With create, required for the roles tenant and tenant-read: the tenant. With list: only its tokens.")]
    public string? Tenant { get; init; }

    /// <summary>How long a new token is valid.</summary>
    [Option("expires-in", MetaValue = "TIME", HelpText = "With create and rotate: how long the new token is valid, 1m to 87600h. Default: no end; with rotate, as the old one.")]
    public string? ExpiresIn { get; init; }

    /// <summary>How long both are valid.</summary>
    [Option("overlap", MetaValue = "TIME", HelpText = "With rotate: how long the old token stays valid, 0s to 2160h. Default: 1h.")]
    public string? Overlap { get; init; }

    /// <summary>Behind a page.</summary>
    [Option("after", MetaValue = "PREFIX", HelpText = "With list: those behind the last prefix of the previous page.")]
    public string? After { get; init; }

    /// <summary>The most of a page.</summary>
    [Option("limit", MetaValue = "N", HelpText = "With list: at most this many, 1 to 1000. Default: 100.")]
    public string? Limit { get; init; }
}
