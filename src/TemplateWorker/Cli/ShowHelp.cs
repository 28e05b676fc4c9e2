namespace TemplateWorker.Cli;

/// <summary>Print the help on standard output, then exit with <see cref="ExitCode.Done"/>.</summary>
/// <param name="Text">Ends without a newline.</param>
internal sealed record ShowHelp(string Text) : Command;
