using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>lanes</c>.</summary>
[Verb("lanes", HelpText = "Show, pause and resume lanes.")]
internal sealed class LanesFlags : OperatorFlags
{
    /// <summary>Whether the tenant as a whole is meant.</summary>
    [Option("all", HelpText = "With pause and resume: all lanes of the tenant.")]
    public bool All { get; init; }
}
