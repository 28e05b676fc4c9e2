namespace TemplateWorker.Cli;

/// <summary>Apply the pending migrations, then exit.</summary>
/// <param name="ConfigPath">The configuration file.</param>
/// <param name="Log">What the flags say about the log.</param>
internal sealed record Migrate(string ConfigPath, LogFlags Log) : Command;
