using CommandLine;
using TemplateWorker.Cli.Operator;

namespace TemplateWorker.Cli.Migrations;

/// <summary>The flags of <c>migrations</c>.</summary>
[Verb("migrations", HelpText = "Show, plan, apply and check the migrations of the database.")]
internal sealed class MigrationsFlags : OperatorFlags
{
    /// <summary>Whether a change that cannot be undone is meant.</summary>
    [Option("yes", HelpText = "With repair: confirm it.")]
    public bool Yes { get; init; }
}
