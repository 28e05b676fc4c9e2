namespace TemplateWorker.Cli;

/// <summary>Print the reasons on standard error, a line each, then exit with <see cref="ExitCode.Misuse"/>.</summary>
/// <param name="Reasons">All that is wrong with the command line; never empty.</param>
internal sealed record Misuse(IReadOnlyList<string> Reasons) : Command
{
    /// <summary>The lines to print: the reasons, and where help is.</summary>
    public IEnumerable<string> Lines =>
        [.. Reasons.Select(reason => $"template-worker: {reason}"), "Run 'template-worker --help' for flags and examples."];
}
