using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>
/// The tenants' keys. The synchronous methods are for script threads, which own their thread; the others for HTTP.
/// Every method is one round trip. Safe for concurrent use.
/// </summary>
public sealed class KeyValueStore(Database database)
{
    /// <summary>Reads some keys, with those that have expired and whose rows are still there: a commit checks their versions too.</summary>
    /// <returns>One entry per name, in their order; null for an absent key.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public IReadOnlyList<KeyRecord?> Read(TenantId tenant, IReadOnlyList<KeyName> names) => names.Count switch
    {
        0 => [],
        1 => [database.Use(connection => ReadKey.Execute(database, connection, tenant, names[0]))],
        _ => database.Use(connection => ReadKeys.Execute(database, connection, tenant, names)),
    };

    /// <summary>Reads a page of keys that have not expired.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public KeyListing List(TenantId tenant, KeyRange range) =>
        database.Use(connection => ListKeys.Execute(connection, tenant, range));

    /// <summary>Reads one key; null when it is absent or has expired.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<KeyRecord?> GetAsync(TenantId tenant, KeyName name, CancellationToken cancellationToken) =>
        await database.UseAsync((connection, token) => ReadKey.ExecuteAsync(database, connection, tenant, name, token), cancellationToken)
            is { IsExpired: false } record
            ? record
            : null;

    /// <summary>Stores a value that does not expire, given as JSON text, whatever was there before and however much the tenant keeps.</summary>
    /// <returns>What is stored now.</returns>
    /// <inheritdoc cref="PutAsync(TenantId, KeyName, string, TimeSpan?, TenantLimits?, CancellationToken)"/>
    public Task<KeyRecord> PutAsync(TenantId tenant, KeyName name, string json, CancellationToken cancellationToken) =>
        PutAsync(tenant, name, json, null, cancellationToken);

    /// <summary>Stores a value, given as JSON text, whatever was there before and however much the tenant keeps.</summary>
    /// <returns>What is stored now.</returns>
    /// <inheritdoc cref="PutAsync(TenantId, KeyName, string, TimeSpan?, TenantLimits?, CancellationToken)"/>
    public async Task<KeyRecord> PutAsync(TenantId tenant, KeyName name, string json, TimeSpan? ttl, CancellationToken cancellationToken) =>
        await PutAsync(tenant, name, json, ttl, null, cancellationToken) is PutOutcome.Stored(var record)
            ? record
            : throw new InvalidOperationException("A tenant without quotas exceeds one.");

    /// <summary>Stores a value, given as JSON text, whatever was there before, if the tenant may keep it.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">What it is stored under.</param>
    /// <param name="json">The value.</param>
    /// <param name="ttl">After which it expires; null for never, whatever was set before.</param>
    /// <param name="limits">Of the tenant; null for no quotas.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">
    /// The database failed; or the fault is <see cref="StorageFault.ValueRefused"/> or
    /// <see cref="StorageFault.ConstraintViolated"/>, and the name or the value cannot be stored.
    /// </exception>
    public Task<PutOutcome> PutAsync(
        TenantId tenant, KeyName name, string json, TimeSpan? ttl, TenantLimits? limits, CancellationToken cancellationToken) =>
        database.UseAsync(
            (connection, token) => PutKey.ExecuteAsync(connection, tenant, name, json, ttl, KeyQuotas.Of(limits), token), cancellationToken);

    /// <summary>Removes a key.</summary>
    /// <returns>Whether it was there and had not expired.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> DeleteAsync(TenantId tenant, KeyName name, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => DeleteKey.ExecuteAsync(connection, tenant, name, token), cancellationToken);

    /// <summary>Reads a page of keys that have not expired. The last key of a page is the <see cref="KeyRange.After"/> of the next.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<KeyListing> ListAsync(TenantId tenant, KeyRange range, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListKeys.ExecuteAsync(connection, tenant, range, token), cancellationToken);
}
