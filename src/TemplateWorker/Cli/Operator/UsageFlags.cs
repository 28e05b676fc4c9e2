using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>usage</c>.</summary>
[Verb("usage", HelpText = "Show what a tenant keeps, and how much it may.")]
internal sealed class UsageFlags : OperatorFlags;
