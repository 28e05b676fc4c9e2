namespace TemplateWorker.Storage.Migrations.Schema;

/// <summary>A part of a schema that has a name.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">The table that it belongs to; its own name where it belongs to none.</param>
/// <param name="Name">Its name; that of a function with the types of its arguments.</param>
/// <param name="Definition">Everything else, as SQL without the beginning that follows from the names.</param>
internal sealed record SchemaPart(SchemaKind Kind, string Owner, string Name, string Definition)
{
    /// <summary>How messages call it, such as "column a of table t".</summary>
    public string Title => Kind is SchemaKind.Column or SchemaKind.Default or SchemaKind.Constraint or SchemaKind.ForeignKey or SchemaKind.Trigger or SchemaKind.Index
        ? $"{Word} {Name} of {Owner}"
        : $"{Word} {Name}";

    private string Word => Kind switch
    {
        SchemaKind.ForeignKey => "foreign key",
        SchemaKind.Default => "default of column",
        SchemaKind.Privilege => "privileges of function",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
