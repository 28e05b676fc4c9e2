namespace TemplateWorker.Runs;

/// <summary>Which immediate calls are recorded in the history.</summary>
internal enum RecordedCalls
{
    /// <summary>Those that failed.</summary>
    Failed,

    /// <summary>All. Calls that write nothing then need a commit too.</summary>
    All,
}
