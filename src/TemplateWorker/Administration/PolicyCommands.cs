using System.Text.Json;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Administration;

/// <summary>Shows and sets the retry policies of templates.</summary>
internal sealed class PolicyCommands(PolicyStore store, AuditedPolicies audited, Actor by)
{
    public async Task<Report> ShowAsync(TenantId tenant, string template, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(tenant, template, cancellationToken) is not { } policy)
        {
            return new Report.Refused($"{tenant} has no template '{template}'");
        }

        var answer = PolicyAnswers.One(template, policy);
        var text = TextTable.Fields(
            ("template", answer.Template),
            ("policy", answer.Own ? "own" : "default"),
            ("max attempts", Cell.Of(answer.MaxAttempts)),
            ("backoff base", answer.BackoffBase),
            ("backoff cap", answer.BackoffCap),
            ("on exhausted", answer.OnExhausted));
        return new Report.Done(JsonSerializer.Serialize(answer, DeliveriesJson.Default.PolicyAnswer), text);
    }

    /// <param name="tenant">Whose.</param>
    /// <param name="template">Which.</param>
    /// <param name="policy">Null removes the template's own policy.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Report> SetAsync(TenantId tenant, string template, DeliveryPolicy? policy, CancellationToken cancellationToken)
    {
        await audited.WriteAsync(by, tenant, template, policy, cancellationToken);
        return await ShowAsync(tenant, template, cancellationToken);
    }
}
