namespace TemplateWorker.Demo.Api;

/// <summary>The answer of <c>GET /v1/workers</c>.</summary>
internal sealed record WorkerList(IReadOnlyList<WorkerStatus> Workers);
