using System.Globalization;

namespace TemplateWorker.Api.Deliveries;

/// <summary>A lane: the deliveries of one template.</summary>
internal sealed record LaneItem
{
    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>Queued deliveries.</summary>
    public required int Queued { get; init; }

    /// <summary>Deliveries that are not due yet.</summary>
    public required int Delayed { get; init; }

    /// <summary>Dead letters.</summary>
    public required int Dead { get; init; }

    /// <summary>How long ago the event at its head was accepted; null for an empty lane.</summary>
    public required double? OldestSeconds { get; init; }

    /// <summary>Since when it is paused; null when it is not.</summary>
    public required DateTimeOffset? PausedSince { get; init; }

    /// <summary>The delivery that it is parked behind; null when it is not parked.</summary>
    public required long? ParkedBehind { get; init; }

    /// <summary>That delivery's id as text, for clients whose numbers hold 53 bits, as JavaScript's do.</summary>
    public string? ParkedBehindText => ParkedBehind?.ToString(CultureInfo.InvariantCulture);

    /// <summary>The reason of that delivery's last failure.</summary>
    public required string? ParkedReason { get; init; }
}

/// <summary>The lanes of a tenant.</summary>
/// <param name="PausedSince">Since when all of them are paused together; null when they are not.</param>
/// <param name="Lanes">By name.</param>
internal sealed record LaneListAnswer(DateTimeOffset? PausedSince, IReadOnlyList<LaneItem> Lanes);

/// <summary>The result of pausing or resuming.</summary>
/// <param name="Changed">False when the lane was already in this state.</param>
internal sealed record LaneChangeAnswer(bool Changed);
