namespace TemplateWorker.Supervision.Pool;

/// <summary>A worker did not become ready; another start follows.</summary>
internal sealed class WorkerStartException(string message) : Exception(message);
