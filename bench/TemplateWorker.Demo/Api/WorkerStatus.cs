namespace TemplateWorker.Demo.Api;

/// <summary>A worker as <c>GET /v1/workers</c> shows it.</summary>
internal sealed record WorkerStatus
{
    public const string Ready = "ready";

    public required int Number { get; init; }

    public required string State { get; init; }

    /// <summary>Null while the worker has no process.</summary>
    public int? Pid { get; init; }

    /// <summary>The longest pause for garbage collection in the last minute.</summary>
    public double LongestPauseMs { get; init; }

    /// <summary>The sum of all pauses for garbage collection since the worker started.</summary>
    public double TotalPauseMs { get; init; }
}
