namespace TemplateWorker.Storage.Migrations.Effects;

/// <summary>The locks of tables, from the weakest to the strongest, by their names in PostgreSQL.</summary>
internal enum TableLock
{
    /// <summary>Of reading; only <see cref="AccessExclusive"/> stands in its way.</summary>
    AccessShare,

    /// <summary>Of locking rows.</summary>
    RowShare,

    /// <summary>Of writing rows.</summary>
    RowExclusive,

    /// <summary>Lets rows be read and written.</summary>
    ShareUpdateExclusive,

    /// <summary>Rows can be read; who writes waits.</summary>
    Share,

    /// <summary>As <see cref="Share"/>, and only one may have it.</summary>
    ShareRowExclusive,

    /// <summary>Rows can be read, but not locked.</summary>
    Exclusive,

    /// <summary>Everybody waits.</summary>
    AccessExclusive,
}
