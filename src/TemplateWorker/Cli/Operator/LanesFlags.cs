using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>lanes</c>.</summary>
[Verb("lanes", HelpText = "Show lanes, stop them, let them go on.")]
internal sealed class LanesFlags : OperatorFlags
{
    /// <summary>Whether the tenant as a whole is meant.</summary>
    [Option("all", HelpText = "With pause and resume: the tenant as a whole, instead of one template.")]
    public bool All { get; init; }
}
