using System.Text.Json;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>What the bootstrap could read of a thrown value; every member may hold anything the script put there.</summary>
internal sealed record ThrownValue
{
    // 7 days, as Web/Scripts/outcomes.js has it and as the longest back-off of a policy.
    private const double MaxDelayMilliseconds = 7 * 24 * 60 * 60 * 1000d;

    public string? Name { get; init; }

    public string? Message { get; init; }

    public string? Stack { get; init; }

    public string? File { get; init; }

    /// <summary>The headlines of what it was thrown for, outermost first.</summary>
    public IReadOnlyList<string>? Causes { get; init; }

    /// <summary>Of a <c>RetryLater</c>, the milliseconds until the next attempt.</summary>
    public double? Delay { get; init; }

    public double? Line { get; init; }

    public double? Column { get; init; }

    /// <summary>The file whose parsing threw it.</summary>
    public string? UnparsableFile { get; init; }

    /// <summary>It was thrown while the handler's result was written as JSON.</summary>
    public bool OfResult { get; init; }

    /// <summary>The result is longer than its limit.</summary>
    public bool TooLarge { get; init; }

    /// <summary>The error's name before its message, as authors know it from other hosts.</summary>
    public string Headline => Name is null ? Message ?? "" : Message is null or "" ? Name : $"{Name}: {Message}";

    public ScriptFailureReason Reason => TooLarge ? ScriptFailureReason.ResultTooLarge
        : UnparsableFile is not null ? ScriptFailureReason.SyntaxError
        : OfResult ? ScriptFailureReason.ResultNotSerializable
        : RetryAfter is not null ? ScriptFailureReason.RetryLater
        : Name == nameof(ScriptFailureReason.Permanent) ? ScriptFailureReason.Permanent
        : ScriptFailureReason.ScriptError;

    /// <summary>The wait before the next attempt; null when the script has not thrown a <c>RetryLater</c> with a valid delay.</summary>
    public TimeSpan? RetryAfter => Name == nameof(ScriptFailureReason.RetryLater) && Delay is >= 0 and <= MaxDelayMilliseconds
        ? TimeSpan.FromMilliseconds(Delay.Value)
        : null;

    public static ThrownValue Parse(string json) => JsonSerializer.Deserialize<ThrownValue>(json, JsonSerializerOptions.Web)!;
}
