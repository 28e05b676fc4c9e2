using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Events;

/// <summary>An event to store, or to run at once.</summary>
internal sealed record EventBody
{
    /// <summary>1 to 128 characters, none of them a control character.</summary>
    public required string Name { get; init; }

    /// <summary>The payload, any JSON value of at most <c>limits.event_payload</c> bytes; null when it is left out.</summary>
    public RawJson Data { get; init; }

    /// <summary>A repeat within 24 hours stores nothing and answers the first id; only without <c>wait</c>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The delay before it may run, such as <c>90s</c> or <c>1h30m</c>; only without <c>wait</c>.</summary>
    public string? Delay { get; init; }

    /// <summary>The earliest time to run it (RFC 3339); only without <c>wait</c>.</summary>
    public string? NotBefore { get; init; }

    /// <summary>The trace that the event belongs to, in the form of the <c>traceparent</c> header of W3C Trace Context, in place of that header.</summary>
    public string? Traceparent { get; init; }
}

/// <summary>An event to store, and for whom.</summary>
internal sealed record TenantEventBody
{
    /// <summary>The tenant's text form, <c>owner_type:owner_id</c>.</summary>
    public required string Tenant { get; init; }

    /// <summary>1 to 128 characters, none of them a control character.</summary>
    public required string Name { get; init; }

    /// <summary>The payload, any JSON value of at most <c>limits.event_payload</c> bytes; null when it is left out.</summary>
    public RawJson Data { get; init; }

    /// <summary>A repeat within 24 hours stores nothing and answers the first id.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The delay before it may run, such as <c>90s</c> or <c>1h30m</c>.</summary>
    public string? Delay { get; init; }

    /// <summary>The earliest time to run it (RFC 3339).</summary>
    public string? NotBefore { get; init; }

    /// <summary>The trace that the event belongs to, in the form of the <c>traceparent</c> header of W3C Trace Context, in place of that header.</summary>
    public string? Traceparent { get; init; }
}
