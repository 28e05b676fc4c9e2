namespace TemplateWorker.Storage.Migrations.Schema;

/// <summary>The kinds of parts, in the order in which they are made.</summary>
internal enum SchemaKind
{
    /// <summary>A sequence that belongs to no column.</summary>
    Sequence,

    /// <summary>A table, without what is in it.</summary>
    Table,

    /// <summary>A column of a table.</summary>
    Column,

    /// <summary>A primary key, a unique constraint or a check.</summary>
    Constraint,

    /// <summary>A default that refers to a sequence, which may be that of another table.</summary>
    Default,

    /// <summary>An index that no constraint has made.</summary>
    Index,

    /// <summary>A reference to another table.</summary>
    ForeignKey,

    /// <summary>A function.</summary>
    Function,

    /// <summary>A trigger of a table.</summary>
    Trigger,

    /// <summary>Who may not execute a function.</summary>
    Privilege,
}
