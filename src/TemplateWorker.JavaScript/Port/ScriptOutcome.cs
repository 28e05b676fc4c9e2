namespace TemplateWorker.JavaScript.Port;

/// <summary>How a run of a handler ended. A script that fails is daily business, not an exception.</summary>
internal abstract record ScriptOutcome
{
    private ScriptOutcome()
    {
    }

    public required TimeSpan Wall { get; init; }

    public required TimeSpan Cpu { get; init; }

    /// <param name="ResultJson">What the handler returned (awaited), or null for <c>undefined</c>.</param>
    public sealed record Completed(string? ResultJson) : ScriptOutcome;

    public sealed record Failed(ScriptFailure Failure) : ScriptOutcome;
}
