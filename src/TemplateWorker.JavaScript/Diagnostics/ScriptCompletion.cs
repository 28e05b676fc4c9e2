using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>How one entry into a context ended.</summary>
/// <param name="Json">The result, or null for none.</param>
/// <param name="Failure">Null when it succeeded.</param>
internal readonly record struct ScriptCompletion(string? Json, ScriptFailure? Failure);
