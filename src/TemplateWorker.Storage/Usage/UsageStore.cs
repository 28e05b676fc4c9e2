using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Usage;

/// <summary>What tenants keep. Safe for concurrent use, in several processes too.</summary>
public sealed class UsageStore(Database database)
{
    /// <summary>What a tenant keeps. One round trip.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limits">How far its queue and its actions are counted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TenantUsage> ReadAsync(TenantId tenant, TenantLimits limits, CancellationToken cancellationToken) => database.UseAsync(
        (connection, token) => ReadUsage.ExecuteAsync(database, connection, tenant, limits, token), cancellationToken);

    /// <summary>A page of the tenants that there are. One round trip.</summary>
    /// <exception cref="ArgumentException">The limit is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<FoundTenant>> SearchAsync(TenantSearch search, CancellationToken cancellationToken) =>
        search.Limit is < 1 or > TenantSearch.MaxLimit
            ? throw new ArgumentException($"The limit must be 1 to {TenantSearch.MaxLimit}, was {search.Limit}.", nameof(search))
            : database.UseAsync((connection, token) => SearchTenants.ExecuteAsync(connection, search, token), cancellationToken);

    /// <summary>
    /// Compares counters with the rows that they count, and puts right those that differ: of tenants that were there before the counters, and
    /// after another program has written keys or removed dead letters. Those come first that were not compared for longest.
    /// </summary>
    /// <param name="age">Counters that were compared within this time are left alone.</param>
    /// <param name="most">The most counters of one pass.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed; those that were compared before are put right.</exception>
    public async Task<RecountPass> RecountAsync(TimeSpan age, int most, CancellationToken cancellationToken)
    {
        var due = await database.UseAsync((connection, token) => ListDueCounts.ExecuteAsync(connection, age, most, token), cancellationToken);
        List<RecountedTenant> corrected = [];
        foreach (var count in due)
        {
            if (await RecountAsync(count, cancellationToken) is { } recounted)
            {
                corrected.Add(recounted);
            }
        }

        return new RecountPass(due.Count, corrected);
    }

    private async Task<RecountedTenant?> RecountAsync(DueCount due, CancellationToken cancellationToken)
    {
        KeptRows? drift;
        var isTooLarge = false;
        try
        {
            drift = await database.UseAsync((connection, token) => MeasureDrift.ExecuteAsync(connection, due, token), cancellationToken);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.StatementTimeout)
        {
            // It must not keep the others from being counted: its turn comes again when theirs have been.
            (drift, isTooLarge) = (default(KeptRows), true);
        }

        var isAdded = drift is { } found
            && await database.UseAsync((connection, token) => CorrectCount.ExecuteAsync(connection, due, found, token), cancellationToken);
        return isAdded && (isTooLarge || drift != default(KeptRows))
            ? new RecountedTenant(due.Tenant, due.Kind, drift!.Value) { IsFirst = due.CountedAt == DateTimeOffset.UnixEpoch, IsTooLarge = isTooLarge }
            : null;
    }
}
