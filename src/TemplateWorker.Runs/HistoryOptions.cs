namespace TemplateWorker.Runs;

/// <summary>What the history records. Every attempt at a delivery is recorded in any case.</summary>
internal sealed record HistoryOptions
{
    /// <summary>The immediate calls. Default: those that failed.</summary>
    public RecordedCalls Immediate { get; init; } = RecordedCalls.Failed;
}
