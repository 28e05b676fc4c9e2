using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;


namespace TemplateWorker.Administration;

/// <summary>Clears idempotency keys.</summary>
internal sealed class IdempotencyCommands(AuditedIdempotencyKeys audited, Actor by)
{
    public async Task<Report> ClearAsync(TenantId tenant, string key, CancellationToken cancellationToken) =>
        await audited.ForgetAsync(by, tenant, key, cancellationToken)
            ? new Report.Done("{}", $"{tenant} {key} cleared")
            : new Report.Refused($"{tenant} has nothing recorded under the idempotency key '{key}'");
}
