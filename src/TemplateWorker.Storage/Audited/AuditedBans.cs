using System.Text.Json.Nodes;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.TenantState;

namespace TemplateWorker.Storage.Audited;

/// <summary>Bans tenants and lifts bans, and records it in the same transaction. Safe for concurrent use.</summary>
public sealed class AuditedBans(Database database)
{
    private readonly AuditLog _audit = new(database);

    /// <summary>As <see cref="TenantStateStore.SetBannedAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task SetBannedAsync(Actor by, TenantId tenant, bool banned, CancellationToken cancellationToken) => _audit.ChangeAsync(
        by,
        async (transaction, token) =>
        {
            var store = new TenantStateStore(transaction);
            var before = await store.GetAsync(tenant, token);
            await store.SetBannedAsync(tenant, banned, token);
            return before.Banned;
        },
        before => before == banned ? null : new AuditEntry
        {
            Action = banned ? "tenants.ban" : "tenants.unban",
            Tenant = tenant,
            Before = new JsonObject { ["banned"] = before },
            After = new JsonObject { ["banned"] = banned },
        },
        cancellationToken);
}
