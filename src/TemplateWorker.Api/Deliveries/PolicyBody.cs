namespace TemplateWorker.Api.Deliveries;

/// <summary>A retry policy for a template; what is left out is as the default policy has it.</summary>
internal sealed record PolicyBody
{
    /// <summary>Attempts in all, deaths not counted, 1 to 100; 5 when it is left out.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The longest wait before the second attempt, 10ms to 168h; it doubles from attempt to attempt. <c>1s</c> when it is left out.</summary>
    public string? BackoffBase { get; init; }

    /// <summary>The longest wait of all, at least that of <c>backoff_base</c>, at most 168h. <c>1h</c> when it is left out.</summary>
    public string? BackoffCap { get; init; }

    /// <summary>After the last attempt: <c>skip</c> (the default) makes it a dead letter, <c>park</c> holds the lane.</summary>
    public string? OnExhausted { get; init; }
}
