namespace TemplateWorker.Cli;

/// <summary>Publish the templates of a folder, then exit.</summary>
/// <param name="ConfigPath">The configuration file.</param>
/// <param name="TemplatesDirectory">Holds <c>owner_type/owner_id/template/index.js</c>. Not checked to exist yet.</param>
/// <param name="Log">What the flags say about the log.</param>
internal sealed record Register(string ConfigPath, string TemplatesDirectory, LogFlags Log) : Command;
