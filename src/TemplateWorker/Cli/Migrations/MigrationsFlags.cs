using CommandLine;
using TemplateWorker.Cli.Operator;

namespace TemplateWorker.Cli.Migrations;

/// <summary>The flags of <c>migrations</c>.</summary>
[Verb("migrations", HelpText = "Show, plan, apply, undo and check the migrations of the database.")]
internal sealed class MigrationsFlags : OperatorFlags
{
    /// <summary>The last migration to apply.</summary>
    [Option("to", MetaValue = "ID", HelpText = "With apply: the last one to apply. Default: all.")]
    public string? To { get; init; }

    /// <summary>What values are that look converted.</summary>
    [Option("legacy-values", MetaValue = "FORM", HelpText = "With apply: first or mixed; answers the question that khronosvalue_v2 may ask.")]
    public string? LegacyValues { get; init; }

    /// <summary>Whether a change that cannot be undone is meant.</summary>
    [Option("yes", HelpText = "With repair and down: confirm it.")]
    public bool Yes { get; init; }

    /// <summary>An earlier revision.</summary>
    [Option("base", MetaValue = "REF", HelpText = "With check: the Git revision whose migrations must not have changed.")]
    public string? Base { get; init; }
}
