using TemplateWorker.Storage.Migrations.Journal;

namespace TemplateWorker.Storage.Migrations.Review;

/// <summary>A migration of this program, of the journal, or of both.</summary>
/// <param name="Id">Its name.</param>
/// <param name="State">How it stands.</param>
/// <param name="Row">What the journal has; null when it is pending.</param>
/// <param name="Drift">The statements that differ; empty unless it has drifted.</param>
internal sealed record MigrationEntry(string Id, MigrationState State, JournalRow? Row, IReadOnlyList<StatementDrift> Drift)
{
    /// <summary>Whether the journal says what was executed, in a form that can be compared.</summary>
    public required bool IsRecorded { get; init; }
}
