using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Operating;

/// <summary>
/// What operators do with deliveries: list, read, replay and drop. Every method is one round trip, unless said otherwise, and touches at most
/// <see cref="DeliveryFilter.Limit"/> deliveries, those with the lowest ids. Safe for concurrent use.
/// </summary>
public sealed class DeliveryStore(Database database)
{
    private static readonly DeliveryState[] AllStates = Enum.GetValues<DeliveryState>();
    private static readonly DeliveryState[] GivenUp = [DeliveryState.Parked, DeliveryState.Dead];

    /// <summary>A page of deliveries by ascending id. A full page means that there may be more.</summary>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryFilter filter, CancellationToken cancellationToken)
    {
        Require(filter);
        return database.UseAsync(
            (connection, token) => ListDeliveries.ExecuteAsync(connection, filter, Among(AllStates, filter), token), cancellationToken);
    }

    /// <summary>
    /// Everything about one delivery in any state; null when the tenant has none of that id. One that has failed more often
    /// than its row keeps costs a second round trip, to the history.
    /// </summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<DeliveryDetails?> ReadAsync(TenantId tenant, long id, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            var details = await ReadDelivery.ExecuteAsync(connection, tenant, id, token);
            if (details is null || details.Failures.Count < AttemptFailure.MostKept)
            {
                return details;
            }

            var earlier = await ReadEarlierFailures.ExecuteAsync(
                connection, details.Summary, details.Failures[0].At, DeliveryDetails.MaxFailures - details.Failures.Count, token);
            return details with { Failures = [.. earlier, .. details.Failures] };
        },
        cancellationToken);

    /// <summary>How many deliveries of a tenant wait or run, delayed ones included.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="most">Counting ends here.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public int CountQueued(TenantId tenant, int most) =>
        database.Use(connection => TemplateWorker.Storage.Operating.CountQueued.Execute(database, connection, tenant, most));

    /// <summary>
    /// Tries parked and dead deliveries again, as if for the first time: a parked one where it stands, which ends the hold of
    /// its lane; a dead one at the end of its lane, with a new id. Deliveries in other states do not change.
    /// </summary>
    /// <remarks>Dead letters return, oldest first, as far as the tenant's queue has room for them; parked ones are part of the queue already.</remarks>
    /// <param name="filter">Which.</param>
    /// <param name="maxQueued">How many deliveries of the tenant may wait.</param>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<ReplayedDeliveries> ReplayAsync(DeliveryFilter filter, int maxQueued, CancellationToken cancellationToken)
    {
        Require(filter);
        return database.UseAsync(
            (connection, token) => ReplayDeliveries.ExecuteAsync(
                connection, filter, Among(GivenUp, filter), maxQueued, database.QueueFloors.Of(filter.Tenant), token),
            cancellationToken);
    }

    /// <summary>
    /// Removes deliveries in any state; a lane that one of them held continues. A run of one that is in progress has no effect
    /// any more. A delivery whose attempt ends at the same moment is skipped.
    /// </summary>
    /// <returns>How many; if that is the limit, there may be more.</returns>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> DropAsync(DeliveryFilter filter, CancellationToken cancellationToken)
    {
        Require(filter);
        return database.UseAsync(
            (connection, token) => DropDeliveries.ExecuteAsync(connection, filter, Among(AllStates, filter), token), cancellationToken);
    }

    private static DeliveryState[] Among(DeliveryState[] states, DeliveryFilter filter) =>
        filter.State is { } wanted ? Array.FindAll(states, state => state == wanted) : states;

    private static void Require(DeliveryFilter filter)
    {
        if (filter.Limit is < 1 or > DeliveryFilter.MaxLimit)
        {
            throw new ArgumentException($"The limit must be 1 to {DeliveryFilter.MaxLimit}, was {filter.Limit}.", nameof(filter));
        }

        if (filter.Ids is { Count: > DeliveryFilter.MaxLimit })
        {
            throw new ArgumentException($"A filter may name at most {DeliveryFilter.MaxLimit} ids, was {filter.Ids.Count}.", nameof(filter));
        }
    }
}
