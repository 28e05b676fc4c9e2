using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.TenantState;

/// <summary>
/// The tenants' states. The synchronous method is for script threads, which own their thread; the others for HTTP.
/// Every method is one round trip. Safe for concurrent use.
/// </summary>
public sealed class TenantStateStore(Database database)
{
    /// <summary>Reads a state; <see cref="TenantStateRecord.Absent"/> when there is no row.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public TenantStateRecord Read(TenantId tenant) => database.Use(connection => ReadState.Execute(database, connection, tenant));

    /// <summary>Reads a state; <see cref="TenantStateRecord.Absent"/> when there is no row.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TenantStateRecord> GetAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadState.ExecuteAsync(connection, tenant, token), cancellationToken);

    /// <summary>Replaces a tenant's data, given as JSON text; events and ban stay.</summary>
    /// <returns>What is stored now.</returns>
    /// <exception cref="StorageException">
    /// The database failed; or the fault is <see cref="StorageFault.ValueRefused"/> or
    /// <see cref="StorageFault.ConstraintViolated"/>, and the data cannot be stored.
    /// </exception>
    public Task<TenantStateRecord> PutDataAsync(TenantId tenant, string dataJson, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => PutState.ExecuteAsync(connection, tenant, dataJson, token), cancellationToken);

    /// <summary>Bans a tenant, or lifts the ban. A ban that is there already, or a tenant without one, changes nothing.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task SetBannedAsync(TenantId tenant, bool banned, CancellationToken cancellationToken) =>
        database.UseAsync(
            async (connection, token) =>
            {
                await SetBanned.ExecuteAsync(connection, tenant, banned, token);
                return true;
            },
            cancellationToken);
}
