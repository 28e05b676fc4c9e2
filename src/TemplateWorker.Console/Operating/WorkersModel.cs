using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Console.Operating;

/// <summary>The workers, and the background work of their supervisor.</summary>
/// <param name="Workers">By number.</param>
/// <param name="Loops">In the order in which they were started.</param>
/// <param name="Now">When this was so.</param>
internal sealed record WorkersModel(IReadOnlyList<WorkerStatus> Workers, IReadOnlyList<LoopStatus> Loops, DateTimeOffset Now);
