namespace TemplateWorker.Configuration.Loading;

/// <summary>Two or more settings that are good alone but not together.</summary>
/// <param name="Fault">The message.</param>
/// <param name="Keys">The settings, as messages call them; the fault is placed at the first that was written.</param>
internal sealed record Relation(string Fault, params string[] Keys);
