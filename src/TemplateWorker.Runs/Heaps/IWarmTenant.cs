namespace TemplateWorker.Runs.Heaps;

/// <summary>A tenant of whom something is kept in memory.</summary>
internal interface IWarmTenant
{
    /// <summary>When the last turn began, as a timestamp of the clock.</summary>
    long LastTurn { get; set; }

    /// <summary>Whether everything in memory is to be dropped.</summary>
    bool IsDropRequested { get; }

    /// <summary>Drops heap, templates and cached rows.</summary>
    void Forget();
}
