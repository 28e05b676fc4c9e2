using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Schedules;

/// <summary>The tenants' schedules. Every method is one round trip. Safe for concurrent use.</summary>
public sealed class ScheduleStore(Database database)
{
    private readonly PassedTimes _passed = new();

    /// <summary>Reads a page of a tenant's schedules by name, in code point order. Their data is not read: it is <c>null</c>.</summary>
    /// <param name="after">The last name of the page before; null for the first page.</param>
    /// <param name="limit">The most that are returned; as many mean that there may be more.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<ScheduleRecord>> ListAsync(TenantId tenant, string? after, int limit, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListSchedules.ExecuteAsync(connection, tenant, after, limit, token), cancellationToken);

    /// <summary>Reads one schedule; null when there is none of that name.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<ScheduleRecord?> ReadAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadSchedule.ExecuteAsync(connection, tenant, name, token), cancellationToken);

    /// <summary>The names of a tenant's schedules, on the calling thread: a run counts with them.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public ScheduleNames ReadNames(TenantId tenant) =>
        database.Use(connection => ReadScheduleNames.Execute(connection, tenant));

    /// <summary>The database's clock: a schedule that is written has its first time after it.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellationToken) =>
        database.UseAsync(ReadClock.ExecuteAsync, cancellationToken);

    /// <summary>Creates a schedule, or replaces the one that has the name, under the tenant's lock.</summary>
    /// <param name="content">Checked by the caller, its first time included.</param>
    /// <param name="maxSchedules">The most that the tenant may have, this one included.</param>
    /// <exception cref="StorageException">
    /// The database failed; or the fault is <see cref="StorageFault.ValueRefused"/> or
    /// <see cref="StorageFault.ConstraintViolated"/>, and the content cannot be stored.
    /// </exception>
    public Task<ScheduleOutcome> WriteAsync(
        TenantId tenant, string name, ScheduleContent content, int maxSchedules, CancellationToken cancellationToken) =>
        database.UseAsync<ScheduleOutcome>(
            async (connection, token) =>
                await WriteSchedule.ExecuteAsync(connection, tenant, name, content, maxSchedules, token) is { } written
                    ? written
                    : new ScheduleOutcome.TooMany(maxSchedules),
            cancellationToken);

    /// <summary>Removes a schedule. What it has fired already stays.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => DeleteSchedule.ExecuteAsync(connection, tenant, name, token), cancellationToken);

    /// <summary>How long until the next schedule is due, by the database's clock; zero or less when one is due, null without schedules.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) => database.UseAsync(
        (connection, token) => UntilNext.ExecuteAsync(connection, "schedules", "next_at", _passed, token), cancellationToken);

    /// <summary>Reads the schedules that are due by the database's clock.</summary>
    /// <param name="batch">The most that are returned; as many mean that there may be more.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<DueSchedules> ReadDueAsync(int batch, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadDueSchedules.ExecuteAsync(connection, batch, _passed.From, token), cancellationToken);

    /// <summary>
    /// Advances due schedules to their next times and fires them, in one transaction and one round trip: an event per firing is stored for the
    /// templates that subscribe to it, and their slots are woken. A schedule that another process has advanced, written or
    /// removed since it was read, or holds, is skipped; so each time fires once, however many processes read it. Nothing is moved while
    /// another process does this. The schedules of banned tenants, and of tenants whose queue is full, advance without firing.
    /// </summary>
    /// <exception cref="StorageException">The database failed; nothing was moved or fired.</exception>
    public Task<MovedSchedules> MoveAsync(IReadOnlyList<ScheduleMove> moves, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => MoveSchedules.ExecuteAsync(connection, moves, database.QueueFloors, token), cancellationToken);
}
