using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Leases;

/// <summary>Which supervisors live, and which of them has which slot. Safe for concurrent use.</summary>
/// <remarks>A supervisor lives until its lease is over, by the server's clock. Slots are only ever taken from those that do not.</remarks>
public sealed class LeaseStore(Database database)
{
    /// <summary>Renews the lease of a supervisor, or makes it; one statement.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<LeaseView> RenewAsync(Guid supervisor, string name, TimeSpan lease, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => RenewLease.ExecuteAsync(connection, supervisor, name, lease, token), cancellationToken);

    /// <summary>Reads the slots of a supervisor.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<SlotFence>> ReadAsync(Guid supervisor, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadSlots.ExecuteAsync(connection, supervisor, token), cancellationToken);

    /// <summary>The supervisors that live, by name, with the number of their slots.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<LiveSupervisor>> ListAsync(CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListSupervisors.ExecuteAsync(connection, token), cancellationToken);

    /// <summary>Claims those of the slots that no live supervisor owns.</summary>
    /// <returns>The slots that were taken, with their new fences.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<SlotFence>> ClaimAsync(Guid supervisor, IReadOnlyCollection<int> slots, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ClaimSlots.ExecuteAsync(connection, supervisor, slots, token), cancellationToken);

    /// <summary>Gives slots up, and tells the others.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task ReleaseAsync(Guid supervisor, IReadOnlyCollection<int> slots, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReleaseSlots.ExecuteAsync(connection, supervisor, slots, token), cancellationToken);

    /// <summary>Gives all slots and the lease up, and tells the others.</summary>
    /// <exception cref="StorageException">The database failed; the lease runs out by itself.</exception>
    public Task LeaveAsync(Guid supervisor, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => LeaveSlots.ExecuteAsync(connection, supervisor, token), cancellationToken);
}

/// <summary>What a supervisor learns from a heartbeat.</summary>
/// <param name="Others">The other supervisors that live, and how long each still does without another heartbeat.</param>
/// <param name="SlotCount">How many slots are this supervisor's.</param>
/// <param name="FenceSum">The sum of their fences, which tells whether they are those that it thinks of.</param>
public sealed record LeaseView(IReadOnlyDictionary<Guid, TimeSpan> Others, int SlotCount, long FenceSum);
