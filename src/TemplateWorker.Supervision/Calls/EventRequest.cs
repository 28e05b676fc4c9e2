using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Supervision.Calls;

/// <summary>An immediate event: the caller waits for its results.</summary>
internal sealed record EventRequest
{
    public required TenantId Tenant { get; init; }

    /// <summary>1 to 128 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The payload: one well-formed JSON value in UTF-8, within <c>limits.event_payload</c>.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>1 to 255 characters; null without a key.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The trace that it belongs to; null for none.</summary>
    public TraceParent? Trace { get; init; }
}
