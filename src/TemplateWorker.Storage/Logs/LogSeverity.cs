namespace TemplateWorker.Storage.Logs;

/// <summary>How much a line matters, the least first.</summary>
public enum LogSeverity
{
    /// <summary>For whoever looks for a fault.</summary>
    Debug,

    /// <summary>What happens.</summary>
    Info,

    /// <summary>What should not happen.</summary>
    Warn,

    /// <summary>What failed.</summary>
    Error,
}
