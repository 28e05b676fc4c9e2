using System.Text.Json.Nodes;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Storage.Audited;

/// <summary>Publishes, activates and deletes templates, and records their versions in the same transaction. Safe for concurrent use.</summary>
public sealed class AuditedTemplates(Database database)
{
    private readonly AuditLog _audit = new(database);

    /// <summary>As <see cref="TemplateStore.PublishAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed, or the content cannot be stored.</exception>
    public async Task<PublishOutcome> PublishAsync(
        Actor by, TenantId tenant, TemplateContent content, TenantLimits limits, CancellationToken cancellationToken)
    {
        var (outcome, _) = await ChangeAsync(
            by, "templates.publish", tenant, content.Name,
            (store, token) => store.PublishAsync(tenant, content, limits, token),
            outcome => outcome is PublishOutcome.Published { Template: { Changed: true } published } ? State(published.Version) : null,
            cancellationToken);
        return outcome;
    }

    /// <summary>As <see cref="TemplateStore.ActivateAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<ActivateOutcome> ActivateAsync(Actor by, TenantId tenant, string name, int version, CancellationToken cancellationToken)
    {
        var (outcome, _) = await ChangeAsync(
            by, "templates.activate", tenant, name,
            (store, token) => store.ActivateAsync(tenant, name, version, token),
            outcome => outcome is ActivateOutcome.Activated { Template: { Changed: true } activated } ? State(activated.Version) : null,
            cancellationToken);
        return outcome;
    }

    /// <summary>As <see cref="TemplateStore.DeleteAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<bool> DeleteAsync(Actor by, TenantId tenant, string name, CancellationToken cancellationToken)
    {
        var (wasThere, _) = await ChangeAsync(
            by, "templates.delete", tenant, name,
            (store, token) => store.DeleteAsync(tenant, name, token),
            wasThere => wasThere ? [] : null,
            cancellationToken);
        return wasThere;
    }

    private static JsonObject State(int version) => new() { ["active_version"] = version };

    /// <param name="after">What is there now, empty for nothing; null when nothing was changed.</param>
    private Task<(T Outcome, int? Before)> ChangeAsync<T>(
        Actor by, string action, TenantId tenant, string name, Func<TemplateStore, CancellationToken, Task<T>> change, Func<T, JsonObject?> after,
        CancellationToken cancellationToken) => _audit.ChangeAsync<(T Outcome, int? Before)>(
            by,
            async (transaction, token) =>
            {
                var before = await transaction.UseAsync((connection, stop) => ReadActiveVersion.ExecuteAsync(connection, tenant, name, stop), token);
                return (await change(new TemplateStore(transaction), token), before);
            },
            changed => after(changed.Outcome) is not { } state ? null : new AuditEntry
            {
                Action = action,
                Tenant = tenant,
                Subject = name,
                Before = changed.Before is { } version ? State(version) : null,
                After = state.Count == 0 ? null : state,
            },
            cancellationToken);
}
