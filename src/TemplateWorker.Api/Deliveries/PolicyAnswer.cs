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
