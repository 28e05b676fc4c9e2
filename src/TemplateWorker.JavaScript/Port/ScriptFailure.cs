namespace TemplateWorker.JavaScript.Port;

/// <summary>Why a load or a run failed, in words for the template's author.</summary>
internal sealed record ScriptFailure
{
    public required ScriptFailureReason Reason { get; init; }

    /// <summary>With the error's name before it: <c>TypeError: x is not a function</c>. Cut to 4,096 characters.</summary>
    public required string Message { get; init; }

    /// <summary>How long the next attempt is to wait, from 0 to 7 days; null when the script does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A line per call, <c>at function (file.js:line:column)</c>, cut to 4,096 characters; null when there is none.</summary>
    public string? Stack { get; init; }

    /// <summary>The template's file at fault.</summary>
    public string? File { get; init; }

    /// <summary>From 1.</summary>
    public int? Line { get; init; }

    /// <summary>From 1; null for syntax errors, where the engine does not know it.</summary>
    public int? Column { get; init; }
}
