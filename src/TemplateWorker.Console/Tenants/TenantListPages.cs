using TemplateWorker.Api.Problems;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Text;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Console.Tenants;

/// <summary>Lists and finds tenants.</summary>
internal sealed class TenantListPages(UsageStore usage)
{
    private const string SearchField = "search";
    private const string After = "after";
    private const int PageSize = 50;

    public IReadOnlyList<PageRoute> Routes => [PageRoute.Get(ConsoleLinks.Tenants, PageAccess.Admin, ListAsync)];

    private async Task<ConsoleReply> ListAsync(PageCall call)
    {
        var query = call.Query(SearchField, After);
        var text = query.Text(SearchField)?.Trim() ?? string.Empty;
        var after = query.Text(After);
        if (after is not null && !TenantId.TryParse(after, out _))
        {
            query.Refuse(Problem.BrokenRule(After, after, "must be the last tenant of the page before"));
        }

        if (query.Problem is { } problem)
        {
            return ConsoleReply.Page.Of(problem);
        }

        var found = await usage.SearchAsync(Search(text) with { After = after is not null && TenantId.TryParse(after, out var last) ? last : null, Limit = PageSize }, call.Aborted);
        var next = found.Count < PageSize ? null : ConsoleLinks.With(ConsoleLinks.Tenants, (SearchField, text), (After, found[^1].Tenant.ToString()));
        return new ConsoleReply.Page("Tenants", typeof(TenantListPage), new TenantListModel(text, found, next));
    }

    // "guild:12" is a kind of owner and the beginning of an id, "12" the beginning of an id of any kind.
    private static TenantSearch Search(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new TenantSearch { IdPrefix = text } : new TenantSearch { OwnerType = text[..colon], IdPrefix = text[(colon + 1)..] };
    }
}
