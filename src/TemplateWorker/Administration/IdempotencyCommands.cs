using TemplateWorker.Storage.Idempotency;

namespace TemplateWorker.Administration;

/// <summary>Clears idempotency keys.</summary>
internal sealed class IdempotencyCommands(IdempotencyStore store)
{
    public async Task<Report> ClearAsync(TenantId tenant, string key, CancellationToken cancellationToken) =>
        await store.ForgetAsync(tenant, key, cancellationToken)
            ? new Report.Done("{}", $"{tenant} {key} cleared")
            : new Report.Refused($"{tenant} has nothing recorded under the idempotency key '{key}'");
}
