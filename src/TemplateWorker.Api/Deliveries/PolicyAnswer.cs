namespace TemplateWorker.Api.Deliveries;

/// <summary>The retry policy in force for a template.</summary>
internal sealed record PolicyAnswer
{
    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>Whether the template has a policy of its own; without one the default holds.</summary>
    public required bool Own { get; init; }

    /// <summary>Attempts in all, deaths not counted.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>The longest wait before the second attempt; it doubles from attempt to attempt.</summary>
    public required string BackoffBase { get; init; }

    /// <summary>The longest wait of all.</summary>
    public required string BackoffCap { get; init; }

    /// <summary>After the last attempt: <c>skip</c> or <c>park</c>.</summary>
    public required string OnExhausted { get; init; }
}

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
