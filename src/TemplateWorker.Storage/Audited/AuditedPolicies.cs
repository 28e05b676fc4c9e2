using System.Text.Json.Nodes;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Storage.Audited;

/// <summary>Writes templates' policies, and records it in the same transaction. Safe for concurrent use.</summary>
public sealed class AuditedPolicies(Database database)
{
    private readonly AuditLog _audit = new(database);

    /// <summary>As <see cref="PolicyStore.WriteAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<bool> WriteAsync(Actor by, TenantId tenant, string template, DeliveryPolicy? policy, CancellationToken cancellationToken)
    {
        var (isThere, _) = await _audit.ChangeAsync(
            by,
            async (transaction, token) =>
            {
                var store = new PolicyStore(transaction);
                var before = await store.ReadAsync(tenant, template, token);
                return (await store.WriteAsync(tenant, template, policy, token), before);
            },
            change => change is not (true, { } before) ? null : new AuditEntry
            {
                Action = policy is null ? "policy.reset" : "policy.set",
                Tenant = tenant,
                Subject = template,
                Before = before.IsOwn ? State(before.Policy) : null,
                After = policy is null ? null : State(policy),
            },
            cancellationToken);
        return isThere;
    }

    private static JsonObject State(DeliveryPolicy policy) => new()
    {
        ["max_attempts"] = policy.MaxAttempts,
        ["backoff_base_ms"] = policy.BackoffBase.TotalMilliseconds,
        ["backoff_cap_ms"] = policy.BackoffCap.TotalMilliseconds,
        ["on_exhausted"] = policy.OnExhausted == ExhaustedAction.Park ? PolicyRow.Park : PolicyRow.Skip,
    };
}
