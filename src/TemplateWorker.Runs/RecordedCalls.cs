namespace TemplateWorker.Runs;

/// <summary>Which immediate calls get a line of history.</summary>
internal enum RecordedCalls
{
    /// <summary>Those that failed.</summary>
    Failed,

    /// <summary>All, which costs a commit for calls that need none otherwise.</summary>
    All,
}
