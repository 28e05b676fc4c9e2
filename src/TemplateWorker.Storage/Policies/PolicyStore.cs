using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Policies;

/// <summary>The delivery policies that templates have of their own. Safe for concurrent use.</summary>
public sealed class PolicyStore(Database database)
{
    /// <summary>The policy in force for a template; null when there is no such template.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TemplatePolicy?> ReadAsync(TenantId tenant, string template, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadPolicy.ExecuteAsync(connection, tenant, template, token), cancellationToken);

    /// <summary>Gives a template a policy; null takes its own away. It is heard of like any change of the tenant's templates.</summary>
    /// <returns>Whether there is such a template.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> WriteAsync(TenantId tenant, string template, DeliveryPolicy? policy, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => WritePolicy.ExecuteAsync(connection, tenant, template, policy, token), cancellationToken);
}
