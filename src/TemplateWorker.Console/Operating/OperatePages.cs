using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Text;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.Console.Operating;

/// <summary>What keeps the whole going: so far the migrations of the database.</summary>
internal sealed class OperatePages(Migrator migrator)
{
    public IReadOnlyList<PageRoute> Routes => [PageRoute.Get(ConsoleLinks.Operate, PageAccess.Admin, ShowAsync)];

    private async Task<ConsoleReply> ShowAsync(PageCall call) =>
        new ConsoleReply.Page("Operate", typeof(OperatePage), await migrator.StatusAsync(call.Aborted));
}
