namespace TemplateWorker.JavaScript.Port;

/// <summary>Scripts cannot run in this process. The message names the missing library or the failed self-test, and the remedy.</summary>
internal sealed class ScriptEngineUnavailableException : Exception
{
    public ScriptEngineUnavailableException(string message)
        : base(message)
    {
    }

    public ScriptEngineUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
