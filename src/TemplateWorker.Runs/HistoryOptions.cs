namespace TemplateWorker.Runs;

/// <summary>What the history records. Every attempt at a delivery is always recorded.</summary>
internal sealed record HistoryOptions
{
    /// <summary>Which immediate calls are recorded. Default: those that failed.</summary>
    public RecordedCalls Immediate { get; init; } = RecordedCalls.Failed;
}
