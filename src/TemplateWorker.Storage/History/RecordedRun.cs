using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.History;

/// <summary>A row of the history.</summary>
/// <param name="Entry">What was recorded.</param>
/// <param name="FinishedAt">When the run was committed, or its failure.</param>
public sealed record RecordedRun(HistoryEntry Entry, DateTimeOffset FinishedAt)
{
    /// <summary>Where it stands: <see cref="HistoryFilter.After"/> of the next page, for the last row of a page.</summary>
    public HistoryCursor Cursor => new(FinishedAt, Entry.EventId, Entry.Template, Entry.Attempt);
}
