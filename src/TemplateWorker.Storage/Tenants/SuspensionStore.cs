using System.Text.Json.Nodes;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Tenants;

/// <summary>The tenants that are suspended. What changes one is in the audit log, in the same transaction. Safe for concurrent use.</summary>
public sealed class SuspensionStore(Database database)
{
    /// <summary>The most suspensions of one page.</summary>
    public const int MaxPage = 1_000;

    private readonly AuditLog _audit = new(database);

    /// <summary>A page of suspensions by tenant. A full page means that there may be more.</summary>
    /// <param name="after">Only tenants behind this one; null for all.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<Suspension>> ListAsync(TenantId? after, int limit, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadSuspensions.ExecuteAsync(connection, after, limit, token), cancellationToken);

    /// <summary>The suspensions of some tenants; those that are not suspended are left out.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<Suspension>> ReadAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadSuspensions.ExecuteAsync(connection, tenants, token), cancellationToken);

    /// <summary>Suspends a tenant, or gives its suspension another reason and end.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="reason">Checked by <see cref="Suspension.ReasonFault"/>.</param>
    /// <param name="until">When it ends by itself; null when it does not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<Suspension> SuspendAsync(
        Actor by, TenantId tenant, string reason, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var (suspension, _) = await _audit.ChangeAsync(
            by,
            (transaction, token) => transaction.UseAsync(
                async (connection, stop) =>
                {
                    var before = await ReadSuspensions.ExecuteLockedAsync(connection, tenant, stop);
                    return (await WriteSuspension.SuspendAsync(connection, tenant, reason, until, stop), before);
                },
                token),
            change => change.Item1 == change.before ? null : Entry("tenants.suspend", tenant, change.before, change.Item1),
            cancellationToken);
        return suspension;
    }

    /// <summary>Ends a suspension.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> ResumeAsync(Actor by, TenantId tenant, CancellationToken cancellationToken) => ResumeAsync(by, tenant, onlyEnded: false, cancellationToken);

    /// <summary>Ends a suspension whose time is over, by the database's clock.</summary>
    /// <returns>Whether there was such a one.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> EndAsync(Actor by, TenantId tenant, CancellationToken cancellationToken) => ResumeAsync(by, tenant, onlyEnded: true, cancellationToken);

    private async Task<bool> ResumeAsync(Actor by, TenantId tenant, bool onlyEnded, CancellationToken cancellationToken)
    {
        var (hasEnded, _) = await _audit.ChangeAsync(
            by,
            (transaction, token) => transaction.UseAsync(
                async (connection, stop) =>
                {
                    var before = await ReadSuspensions.ExecuteLockedAsync(connection, tenant, stop);
                    return (await WriteSuspension.ResumeAsync(connection, tenant, onlyEnded, stop), before);
                },
                token),
            change => change.Item1 ? Entry("tenants.resume", tenant, change.before, null) : null,
            cancellationToken);
        return hasEnded;
    }

    private static AuditEntry Entry(string action, TenantId tenant, Suspension? before, Suspension? after) => new()
    {
        Action = action,
        Tenant = tenant,
        Before = before is null ? null : State(before),
        After = after is null ? null : State(after),
    };

    private static JsonObject State(Suspension suspension) => new()
    {
        ["reason"] = suspension.Reason,
        ["since"] = suspension.Since,
        ["until"] = suspension.Until,
    };
}
