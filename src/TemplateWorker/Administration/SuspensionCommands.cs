using System.Text.Json;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Tenants;

namespace TemplateWorker.Administration;

/// <summary>Suspends and resumes tenants, and shows which are suspended.</summary>
internal sealed class SuspensionCommands(SuspensionStore store, Actor by, TimeProvider time)
{
    private static readonly string[] Columns = ["tenant", "since", "until", "reason"];

    public async Task<Report> ListAsync(TenantId? after, int limit, CancellationToken cancellationToken)
    {
        var page = SuspensionAnswers.Page(await store.ListAsync(after, limit, cancellationToken), limit);
        var table = TextTable.Of(Columns, page.Items.Select(item => (string?[])[item.Tenant, Cell.Of(item.Since), Cell.Of(item.Until), item.Reason]));
        return new Report.Done(JsonSerializer.Serialize(page, TenantsJson.Default.SuspensionPageAnswer), Page.Of(table, page.Items.Count, page.NextAfter));
    }

    public async Task<Report> ShowAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var suspension = (await store.ReadAsync([tenant], cancellationToken)).SingleOrDefault();
        return Done(tenant, suspension, suspension is null
            ? $"{tenant} is not suspended"
            : TextTable.Fields(("tenant", $"{tenant}"), ("suspended", Cell.Of(suspension.Since)), ("until", Cell.Of(suspension.Until)), ("reason", suspension.Reason)));
    }

    public async Task<Report> SuspendAsync(TenantId tenant, string reason, DateTimeOffset? until, CancellationToken cancellationToken) =>
        until <= time.GetUtcNow()
            ? new Report.Refused($"--until must be in the future, was {Cell.Of(until.Value)}")
            : Done(tenant, await store.SuspendAsync(by, tenant, reason, until, cancellationToken), $"{tenant} suspended");

    public async Task<Report> ResumeAsync(TenantId tenant, CancellationToken cancellationToken) =>
        Done(tenant, null, await store.ResumeAsync(by, tenant, cancellationToken) ? $"{tenant} resumed" : $"{tenant} is not suspended");

    private static Report.Done Done(TenantId tenant, Suspension? suspension, string text) =>
        new(JsonSerializer.Serialize(SuspensionAnswers.One(tenant, suspension), TenantsJson.Default.SuspensionAnswer), text);
}
