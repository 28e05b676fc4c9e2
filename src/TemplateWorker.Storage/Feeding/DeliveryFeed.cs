using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Feeding;

/// <summary>What a worker reads of the lanes of its slots. Safe for concurrent use.</summary>
public sealed class DeliveryFeed(Database database)
{
    /// <summary>Bytes of payload after which a reading ends. Tenants decide how large their events are.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary><see cref="Database.Losses"/> of the database that is read.</summary>
    public long Losses => database.Losses;

    /// <summary>Counts a loss that the connections did not notice: ids went back, or the server is another one.</summary>
    public void NoteLoss() => database.NoteLoss();

    /// <summary>Says which delivery comes first behind each cursor; slots that have none are left out.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<DeliveryPlace>> ReadHeadsAsync(IReadOnlyList<SlotCursor> slots, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadHeads.ExecuteAsync(database, connection, slots, token), cancellationToken);

    /// <summary>Reads deliveries behind the cursors, per slot by id, at most <paramref name="limit"/> of each slot.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<FoundDeliveries> ReadTailsAsync(IReadOnlyList<SlotCursor> slots, int limit, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadTails.ExecuteAsync(database, connection, slots, limit, token), cancellationToken);

    /// <summary>Reads deliveries behind the cursors, per lane by id.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<FoundDeliveries> ReadLanesAsync(IReadOnlyList<LaneCursor> lanes, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadLanes.ExecuteAsync(database, connection, lanes, token), cancellationToken);

    /// <summary>
    /// Says which deliveries there are in parts of slots that were read before. Read after <see cref="ReadTailsAsync"/>, it has
    /// whatever was committed before any delivery that that one found.
    /// </summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<DeliveryPlace>> ReadPassedAsync(IReadOnlyList<SlotRange> slots, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadPassed.ExecuteAsync(database, connection, slots, token), cancellationToken);

    /// <summary>As above for lanes, after <see cref="ReadLanesAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<DeliveryPlace>> ReadPassedAsync(IReadOnlyList<LaneRange> lanes, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadPassed.ExecuteAsync(database, connection, lanes, token), cancellationToken);

    /// <summary>Reads these deliveries; those that are gone are left out.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<FoundDeliveries> ReadAsync(IReadOnlyList<DeliveryPlace> places, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadPlaces.ExecuteAsync(database, connection, places, token), cancellationToken);

    /// <summary>Says how far the ids have been given.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<FeedPosition> ReadPositionAsync(CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadPosition.ExecuteAsync(database, connection, token), cancellationToken);

    /// <summary>Says which deliveries there are behind the cursors, at most <paramref name="limit"/> of each slot.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<LaneSweep> SweepAsync(IReadOnlyList<SlotCursor> slots, int limit, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => SweepSlots.ExecuteAsync(database, connection, slots, limit, token), cancellationToken);

    /// <summary>Reads which lanes of these slots are held.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<LaneHold>> ReadHoldsAsync(IReadOnlyList<int> slots, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadHolds.ExecuteAsync(connection, slots, token), cancellationToken);

    /// <summary>Reads which of these tenants are banned or suspended.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<TenantId>> ReadBannedAsync(IReadOnlyList<TenantId> tenants, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadBanned.ExecuteAsync(connection, tenants, token), cancellationToken);
}
