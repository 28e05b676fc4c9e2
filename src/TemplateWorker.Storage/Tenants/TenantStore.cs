using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Tenants.Statements;

namespace TemplateWorker.Storage.Tenants;

/// <summary>Tenants as such. There is no list of them: a tenant is whoever has something. Safe for concurrent use.</summary>
public sealed class TenantStore(Database database)
{
    /// <summary>Whether anything is stored for the tenant: templates, keys, a state, deliveries, a pause, schedules, history or log lines.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> IsKnownAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => FindTenant.ExecuteAsync(connection, tenant, token), cancellationToken);
}
