namespace TemplateWorker.Storage.Logs;

/// <summary>How much a line matters, the least first.</summary>
public enum LogSeverity
{
    /// <summary>For debugging.</summary>
    Debug,

    /// <summary>What happens.</summary>
    Info,

    /// <summary>What should not happen.</summary>
    Warn,

    /// <summary>What failed.</summary>
    Error,
}
