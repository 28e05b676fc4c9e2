using TemplateWorker.Console.Figures;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Text;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Console.Overview;

/// <summary>The first page: for an admin what happens now, for a tenant its own page.</summary>
internal sealed class OverviewPages(FigureHistory figures, WorkerPool pool, LeaseStore leases, TimeProvider time)
{
    public IReadOnlyList<PageRoute> Routes =>
    [
        PageRoute.Get(ConsoleLinks.Overview, PageAccess.Session, ShowAsync),
        PageRoute.Get(ConsoleLinks.Live, PageAccess.Admin, LiveAsync) with { IsFragment = true },
    ];

    private async Task<ConsoleReply> ShowAsync(PageCall call) => call.Caller.Tenant is { } tenant
        ? new ConsoleReply.SeeOther(ConsoleLinks.Tenant(tenant))
        : new ConsoleReply.Page("Overview", typeof(OverviewPage), new OverviewModel(await ReadAsync(call), await leases.ListAsync(call.Aborted)));

    private async Task<ConsoleReply> LiveAsync(PageCall call) => new ConsoleReply.Fragment(typeof(LivePart), await ReadAsync(call));

    private async Task<LiveModel> ReadAsync(PageCall call) =>
        LiveFigures.Of(await figures.ReadAsync(call.Aborted), pool.Status, time.GetElapsedTime);
}

/// <summary>The overview.</summary>
/// <param name="Live">What the script asks for anew each second.</param>
/// <param name="Supervisors">Those that live.</param>
internal sealed record OverviewModel(LiveModel Live, IReadOnlyList<LiveSupervisor> Supervisors);
