namespace TemplateWorker.Runs.Logging;

/// <summary>Receives a run's <c>console</c> output.</summary>
internal interface IScriptLog
{
    /// <param name="level"><c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</param>
    /// <param name="text">Within the limit of a log line.</param>
    void Write(string level, string text);
}
