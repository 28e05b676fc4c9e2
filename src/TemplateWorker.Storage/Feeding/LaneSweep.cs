namespace TemplateWorker.Storage.Feeding;

/// <summary>Which deliveries are in some slots, and how far that can be relied on.</summary>
/// <remarks>
/// Ids are given before they are committed, so a lower one may appear after a higher one. Every id up to
/// <see cref="LastId"/> was given to a transaction that is older than the sweep's own, <see cref="Transaction"/>. So once a
/// later sweep says that its <see cref="OldestTransaction"/> is above that, it has seen all of them that will ever be there.
/// </remarks>
public sealed record LaneSweep
{
    /// <summary>The last delivery id that was assigned before anything else of the sweep was read.</summary>
    public required long LastId { get; init; }

    /// <summary>Every transaction before this one had ended when the deliveries were read; never above <see cref="Transaction"/>.</summary>
    public required long OldestTransaction { get; init; }

    /// <summary>
    /// The sweep's own transaction, above all that had begun when <see cref="LastId"/> was read. A snapshot's upper end would
    /// not do: it is the last that has ended plus one, and a transaction that has begun since then may be above it.
    /// </summary>
    public required long Transaction { get; init; }

    /// <summary>The deliveries behind the cursors, per slot by id, each slot's up to the limit that was asked for.</summary>
    public required IReadOnlyList<DeliveryPlace> Places { get; init; }
}
