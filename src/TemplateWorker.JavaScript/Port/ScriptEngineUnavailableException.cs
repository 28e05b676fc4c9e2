namespace TemplateWorker.JavaScript.Port;

/// <summary>No script may run in this process. The message says what is missing or which self-test failed, and what to do.</summary>
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
