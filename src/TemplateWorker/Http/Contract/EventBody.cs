namespace TemplateWorker.Http.Contract;

/// <summary>An event to run.</summary>
internal sealed record EventBody
{
    /// <summary>1 to 128 characters, none of them a control character.</summary>
    public required string Name { get; init; }

    /// <summary>The payload, any JSON value of at most <c>limits.event_payload</c> bytes; null when it is left out.</summary>
    public RawJson Data { get; init; }
}
