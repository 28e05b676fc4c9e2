using System.Globalization;

namespace TemplateWorker.Api.History;

/// <summary>A finished run: an attempt at a delivery, or an immediate call.</summary>
internal sealed record HistoryItem
{
    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>Its version; 0 when none ran.</summary>
    public required int Version { get; init; }

    /// <summary>The event's id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's name.</summary>
    public required string Event { get; init; }

    /// <summary>The delivery; null for an immediate call.</summary>
    public required long? Delivery { get; init; }

    /// <summary>The delivery's id as text, for clients whose numbers hold 53 bits, as JavaScript's do.</summary>
    public string? DeliveryText => Delivery?.ToString(CultureInfo.InvariantCulture);

    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    /// <summary><c>done</c>, <c>retry</c>, <c>dead</c>, <c>parked</c>, <c>skipped</c> (no handler any more), or <c>failed</c> (an immediate call).</summary>
    public required string Outcome { get; init; }

    /// <summary>The named reason of a failure.</summary>
    public required string? Reason { get; init; }

    /// <summary>The failure's message.</summary>
    public required string? Message { get; init; }

    /// <summary>The script's stack.</summary>
    public required string? Stack { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was committed, or its failure.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required double WallMs { get; init; }

    /// <summary>CPU time of its thread.</summary>
    public required double CpuMs { get; init; }

    /// <summary>The worker that ran it.</summary>
    public required string Worker { get; init; }
}

/// <summary>A page of a tenant's history.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="NextAfter">The <c>after</c> of the next page, to be passed unchanged; null on the last page.</param>
internal sealed record HistoryPageAnswer(IReadOnlyList<HistoryItem> Items, string? NextAfter);
