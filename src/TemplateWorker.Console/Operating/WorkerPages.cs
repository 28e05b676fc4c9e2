using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Text;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Console.Operating;

/// <summary>The workers in full.</summary>
internal sealed class WorkerPages(WorkerPool pool, LoopKeeper loops, TimeProvider time)
{
    public IReadOnlyList<PageRoute> Routes => [PageRoute.Get(ConsoleLinks.Workers, PageAccess.Admin, ShowAsync)];

    private Task<ConsoleReply> ShowAsync(PageCall call)
    {
        _ = call;
        return Task.FromResult<ConsoleReply>(
            new ConsoleReply.Page("Workers", typeof(WorkersPage), new WorkersModel(pool.Status, loops.Status, time.GetUtcNow())));
    }
}
