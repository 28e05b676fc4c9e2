using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Lanes;

/// <summary>Lanes for people: to look at, to pause and to resume. Every method is one round trip. Safe for concurrent use.</summary>
public sealed class LaneStore(Database database)
{
    /// <summary>The most lanes that are listed.</summary>
    public const int MaxLanes = 1_000;

    /// <summary>The lanes of a tenant, at most <see cref="MaxLanes"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TenantLanes> ListAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListLanes.ExecuteAsync(connection, tenant, token), cancellationToken);

    /// <summary>Stops a lane, or all lanes of the tenant, before the next delivery. Events are accepted as before.</summary>
    /// <param name="tenant">Whose lanes.</param>
    /// <param name="template">The lane; null for all lanes, those of templates to come included.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<LaneChange> PauseAsync(TenantId tenant, string? template, CancellationToken cancellationToken) =>
        database.UseAsync(
            (connection, token) => PauseLane.ExecuteAsync(connection, tenant, template ?? string.Empty, token), cancellationToken);

    /// <summary>
    /// Resumes a lane, or the tenant as a whole. A lane that is parked tries the delivery that holds it again, as if for
    /// the first time. Resuming the tenant leaves lanes alone that are paused or parked themselves.
    /// </summary>
    /// <param name="tenant">Whose lanes.</param>
    /// <param name="template">The lane; null for the tenant as a whole.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<LaneChange> ResumeAsync(TenantId tenant, string? template, CancellationToken cancellationToken) =>
        database.UseAsync(
            (connection, token) => ResumeLane.ExecuteAsync(connection, tenant, template ?? string.Empty, token), cancellationToken);
}
