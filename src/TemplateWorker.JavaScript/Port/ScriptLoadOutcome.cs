namespace TemplateWorker.JavaScript.Port;

/// <summary>How a load ended.</summary>
internal abstract record ScriptLoadOutcome
{
    private ScriptLoadOutcome()
    {
    }

    public sealed record Loaded(IScriptTemplate Template) : ScriptLoadOutcome;

    public sealed record Failed(ScriptFailure Failure) : ScriptLoadOutcome;
}
