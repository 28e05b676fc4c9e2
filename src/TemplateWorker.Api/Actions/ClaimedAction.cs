using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Actions;

/// <summary>An action that is reserved for a consumer.</summary>
internal sealed record ClaimedAction
{
    /// <summary>Its id; the same in each attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The template that sent it.</summary>
    public required string Template { get; init; }

    /// <summary>Actions of a tenant's channel come in order.</summary>
    public required string Channel { get; init; }

    /// <summary>The payload.</summary>
    public required RawJson Data { get; init; }

    /// <summary>The key that it was sent with; null for none.</summary>
    public required string? Key { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>When its run committed.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The event that its run was for.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The run that sent it.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The trace of the event; null when it came without one.</summary>
    public required string? Traceparent { get; init; }
}

/// <summary>What was claimed.</summary>
/// <param name="Items">In order per tenant and channel; empty when nothing came in time.</param>
internal sealed record ClaimAnswer(IReadOnlyList<ClaimedAction> Items);

/// <summary>The actions of the request that the consumer had.</summary>
/// <param name="Ids">Those that are missing were taken already, or their time was over.</param>
internal sealed record HeldAnswer(IReadOnlyList<Guid> Ids);

/// <summary>What a consumer says about actions.</summary>
internal sealed record PullBody
{
    /// <summary>The consumer's name, 1 to 128 characters.</summary>
    public required string Consumer { get; init; }

    /// <summary>With claim and extend: how long the actions are reserved, 1s to 12h, such as <c>30s</c>, which is the default.</summary>
    public string? Visibility { get; init; }

    /// <summary>With ack, nack and extend: the actions, at most 1000.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>With nack: how long the channels wait, up to 24h. Default: <c>1s</c>.</summary>
    public string? Delay { get; init; }

    /// <summary>With nack: why, for the operator.</summary>
    public string? Error { get; init; }
}
