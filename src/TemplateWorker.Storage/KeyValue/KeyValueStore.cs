using TemplateWorker.Storage.KeyValue.Statements;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>
/// The tenants' keys. The synchronous methods are for script threads, which own their thread; the others for HTTP.
/// Every method is one round trip. Safe for concurrent use.
/// </summary>
public sealed class KeyValueStore(Database database)
{
    /// <summary>Reads some keys.</summary>
    /// <returns>One entry per name, in their order; null for an absent key.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public IReadOnlyList<KeyRecord?> Read(TenantId tenant, IReadOnlyList<KeyName> names) => names.Count switch
    {
        0 => [],
        1 => [database.Use(connection => ReadKey.Execute(connection, tenant, names[0]))],
        _ => database.Use(connection => ReadKeys.Execute(connection, tenant, names)),
    };

    /// <summary>Reads a page of keys.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public KeyListing List(TenantId tenant, KeyRange range) =>
        database.Use(connection => ListKeys.Execute(connection, tenant, range));

    /// <summary>Reads one key; null when it is absent.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<KeyRecord?> GetAsync(TenantId tenant, KeyName name, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadKey.ExecuteAsync(connection, tenant, name, token), cancellationToken);

    /// <summary>Stores a value, given as JSON text, whatever was there before.</summary>
    /// <returns>What is stored now.</returns>
    /// <exception cref="StorageException">
    /// The database failed; or the fault is <see cref="StorageFault.ValueRefused"/> or
    /// <see cref="StorageFault.ConstraintViolated"/>, and the name or the value cannot be stored.
    /// </exception>
    public Task<KeyRecord> PutAsync(TenantId tenant, KeyName name, string json, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => PutKey.ExecuteAsync(connection, tenant, name, json, token), cancellationToken);

    /// <summary>Removes a key.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> DeleteAsync(TenantId tenant, KeyName name, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => DeleteKey.ExecuteAsync(connection, tenant, name, token), cancellationToken);

    /// <summary>Reads a page of keys. The last key of a page is the <see cref="KeyRange.After"/> of the next.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<KeyListing> ListAsync(TenantId tenant, KeyRange range, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListKeys.ExecuteAsync(connection, tenant, range, token), cancellationToken);
}
