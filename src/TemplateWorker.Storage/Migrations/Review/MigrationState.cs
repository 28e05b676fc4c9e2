namespace TemplateWorker.Storage.Migrations.Review;

/// <summary>How a migration stands in a database.</summary>
internal enum MigrationState
{
    /// <summary>In the journal, by the statements of this program or without a record of them.</summary>
    Applied,

    /// <summary>In the journal, by other statements than those of this program.</summary>
    Drifted,

    /// <summary>Not in the journal yet.</summary>
    Pending,

    /// <summary>In the journal, but not among the migrations of this program.</summary>
    Unknown,
}
