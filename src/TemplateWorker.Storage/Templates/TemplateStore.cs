using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Templates;

/// <summary>
/// The tenants' templates. A template has versions, which never change, and one of them is active. Every method is
/// one round trip. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Version numbers of a template ascend, and none is used twice in a tenant's life under the same name: after a deletion,
/// new templates of the tenant count on from the highest number that was deleted.
/// </remarks>
public sealed class TemplateStore(Database database)
{
    /// <summary>
    /// Makes the content a new version, and that the active one. Content that equals the active version's changes nothing.
    /// A template that would be the tenant's first beyond <see cref="TenantLimits.Templates"/> is not made. Of the versions before, the oldest
    /// beyond <see cref="TenantLimits.TemplateVersions"/> are removed, but not the one that was active until now, unless the limit is 1.
    /// </summary>
    /// <exception cref="StorageException">
    /// The database failed; or the fault is <see cref="StorageFault.ValueRefused"/> or
    /// <see cref="StorageFault.ConstraintViolated"/>, and the content cannot be stored.
    /// </exception>
    public Task<PublishOutcome> PublishAsync(
        TenantId tenant, TemplateContent content, TenantLimits limits, CancellationToken cancellationToken) =>
        database.UseAsync<PublishOutcome>(
            async (connection, token) =>
                await PublishTemplate.ExecuteAsync(connection, tenant, content, limits, token) switch
                {
                    (Made: { } version, _) => Published(content, version, changed: true),
                    (_, Same: { } version) => Published(content, version, changed: false),
                    _ => new PublishOutcome.TooManyTemplates(limits.Templates),
                },
            cancellationToken);

    /// <summary>Makes an existing version the active one.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<ActivateOutcome> ActivateAsync(TenantId tenant, string name, int version, CancellationToken cancellationToken) =>
        database.UseAsync(
            (connection, token) => ActivateTemplate.ExecuteAsync(connection, tenant, name, version, token), cancellationToken);

    /// <summary>Removes a template with all its versions.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => DeleteTemplate.ExecuteAsync(connection, tenant, name, token), cancellationToken);

    /// <summary>Lists a tenant's templates by name, in code point order.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<TemplateSummary>> ListAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListTemplates.ExecuteAsync(connection, tenant, token), cancellationToken);

    /// <summary>Reads one template; null when there is none of that name.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TemplateDetails?> GetAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadTemplate.ExecuteAsync(connection, tenant, name, token), cancellationToken);

    /// <summary>Reads all that a worker must know before a tenant's first run but the sources, on the calling thread.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public TenantTemplates ReadActive(TenantId tenant) => ReadActive(tenant, null, null);

    /// <summary>
    /// Reads all that a worker must know before a run, on the calling thread. One template has its source: all of them together may have more
    /// bytes than a worker should hold for one tenant.
    /// </summary>
    /// <param name="tenant">Whose templates.</param>
    /// <param name="template">The template with its source; null for the first that subscribes to the event.</param>
    /// <param name="eventName">The event; null for none.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public TenantTemplates ReadActive(TenantId tenant, string? template, string? eventName) =>
        database.Use(connection => ReadActiveTemplates.Execute(database, connection, tenant, template, eventName));

    private static PublishOutcome.Published Published(TemplateContent content, int version, bool changed) =>
        new(new PublishedTemplate(content.Name, version, content.Subscriptions, changed));
}
