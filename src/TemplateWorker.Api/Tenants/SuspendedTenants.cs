using System.Collections.Concurrent;
using TemplateWorker.Api.Problems;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tenants;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Api.Tenants;

/// <summary>The tenants that are suspended, all in memory, so that no event asks the database for one. Safe for concurrent use.</summary>
internal sealed class SuspendedTenants(SuspensionStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<TenantId, Suspension> _suspensions = new();

    // What is read later is what holds: readers take turns, so that none puts older rows over newer ones.
    private readonly WorkTurns _turns = new();

    /// <summary>The tenants whose suspension is over by this clock, and is still to be ended.</summary>
    public IReadOnlyList<TenantId> Ended => [.. _suspensions.Values.Where(IsOver).Select(suspension => suspension.Tenant)];

    /// <summary>When the next suspension ends by itself; null when none does.</summary>
    public DateTimeOffset? NextEnd => _suspensions.Values.Min(suspension => suspension.Until);

    /// <summary>The refusal of a tenant's events; null when it is not suspended.</summary>
    public Problem? Refusal(TenantId tenant)
    {
        if (!_suspensions.TryGetValue(tenant, out var suspension) || IsOver(suspension))
        {
            return null;
        }

        ProblemMember[] members = suspension.Until is { } until
            ? [new("reason", suspension.Reason), new("until", SuspensionAnswers.Time(until))]
            : [new("reason", suspension.Reason)];
        return new Problem(
            ProblemKinds.TenantSuspended,
            $"The tenant {tenant} is suspended {(suspension.Until is { } end ? $"until {SuspensionAnswers.Time(end)}" : "until it is resumed")}: {suspension.Reason}",
            members);
    }

    /// <summary>Reads all suspensions.</summary>
    /// <exception cref="StorageException">The database failed; what is known stays.</exception>
    public Task ReadAllAsync(CancellationToken cancellationToken) => _turns.RunAsync(
        async () =>
        {
            List<Suspension> all = [];
            IReadOnlyList<Suspension> page;
            do
            {
                page = await store.ListAsync(all.Count == 0 ? null : all[^1].Tenant, SuspensionStore.MaxPage, cancellationToken);
                all.AddRange(page);
            }
            while (page.Count == SuspensionStore.MaxPage);

            Replace([.. _suspensions.Keys], all);
        },
        cancellationToken);

    /// <summary>Reads whether some tenants are suspended.</summary>
    /// <exception cref="StorageException">The database failed; what is known stays.</exception>
    public Task ReadAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken cancellationToken) => _turns.RunAsync(
        async () => Replace(tenants, await store.ReadAsync(tenants, cancellationToken)), cancellationToken);

    private bool IsOver(Suspension suspension) => suspension.Until <= time.GetUtcNow();

    private void Replace(IEnumerable<TenantId> tenants, IReadOnlyList<Suspension> suspensions)
    {
        foreach (var gone in tenants.Except(suspensions.Select(suspension => suspension.Tenant)))
        {
            _suspensions.TryRemove(gone, out _);
        }

        foreach (var suspension in suspensions)
        {
            _suspensions[suspension.Tenant] = suspension;
        }
    }
}
