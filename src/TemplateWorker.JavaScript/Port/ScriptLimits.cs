namespace TemplateWorker.JavaScript.Port;

/// <summary>What one load or run may use.</summary>
internal sealed record ScriptLimits
{
    /// <summary>CPU time and host calls together. Waiting for a thread, and time in which the thread got no processor, do not count.</summary>
    public required TimeSpan WallTime { get; init; }

    /// <summary>CPU time of the script thread. One native call (a sort, a regular expression) is never interrupted and may overshoot.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>How much the process may grow while the call runs. Not a cap on one single allocation, which the process limit bounds.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>The most UTF-8 bytes of the result's JSON text.</summary>
    public required int ResultBytes { get; init; }

    /// <summary>Pauses the script in favour of others; null lets it run to its end. JavaScriptCore does not ask it.</summary>
    public IScriptPace? Pace { get; init; }
}
