using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Idempotency;

namespace TemplateWorker.Storage.Audited;

/// <summary>Forgets idempotency keys, and records it in the same transaction. Safe for concurrent use.</summary>
public sealed class AuditedIdempotencyKeys(Database database)
{
    private readonly AuditLog _audit = new(database);

    /// <summary>As <see cref="IdempotencyStore.ForgetAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> ForgetAsync(Actor by, TenantId tenant, string key, CancellationToken cancellationToken) => _audit.ChangeAsync(
        by,
        (transaction, token) => new IdempotencyStore(transaction).ForgetAsync(tenant, key, token),
        wasThere => wasThere ? new AuditEntry { Action = "idempotency.clear", Tenant = tenant, Subject = key } : null,
        cancellationToken);
}
