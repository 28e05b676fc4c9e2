namespace TemplateWorker.Cli;

/// <summary>Print the version on standard output, then exit with <see cref="ExitCode.Done"/>.</summary>
/// <param name="Text">One line, without a newline.</param>
internal sealed record ShowVersion(string Text) : Command;
