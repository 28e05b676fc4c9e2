using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Server;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Text;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Console.Tenants;

/// <summary>A tenant's summary, and its templates one by one.</summary>
internal sealed class TenantPages(HttpServerParts services)
{
    /// <summary>The schedules that are shown.</summary>
    public const int MostSchedules = 200;

    private const string Template = "template";
    private const string OneTenant = $"{ConsoleLinks.Tenants}/{{{PageRoute.Tenant}}}";

    public IReadOnlyList<PageRoute> Routes =>
    [
        PageRoute.Get(OneTenant, PageAccess.Tenant, ShowAsync),
        PageRoute.Get($"{OneTenant}/templates/{{{Template}}}", PageAccess.Tenant, ShowTemplateAsync),
    ];

    private async Task<ConsoleReply> ShowAsync(PageCall call)
    {
        var tenant = call.Tenant;
        var limits = services.Limits.For(tenant);

        // One after the other: a page must not take many of the few connections at once.
        var usage = await services.Usage.ReadAsync(tenant, limits, call.Aborted);
        var state = await services.States.GetAsync(tenant, call.Aborted);
        return new ConsoleReply.Page(tenant.ToString(), typeof(TenantPage), new TenantModel
        {
            Tenant = tenant,
            IsBanned = state.Banned,
            Usage = usage,
            Quotas = usage.Quotas(limits),
            Templates = await services.Templates.ListAsync(tenant, call.Aborted),
            Lanes = await services.Lanes.ListAsync(tenant, call.Aborted),
            Schedules = await services.Schedules.ListAsync(tenant, null, MostSchedules, call.Aborted),
        });
    }

    private async Task<ConsoleReply> ShowTemplateAsync(PageCall call)
    {
        var name = call[Template];
        if (TemplateRules.NameFault(name) is { } fault)
        {
            return ConsoleReply.Page.Of(Problem.InvalidParameter(Template, name, fault));
        }

        return await services.Templates.GetAsync(call.Tenant, name, call.Aborted) is { } details
            ? new ConsoleReply.Page($"{name} of {call.Tenant}", typeof(TemplatePage), new TemplateModel(call.Tenant, details))
            : ConsoleReply.Page.Of(new Problem(ProblemKinds.UnknownTemplate, $"{call.Tenant} has no template '{name}'."));
    }
}
