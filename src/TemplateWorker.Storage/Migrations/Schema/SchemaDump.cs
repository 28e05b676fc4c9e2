using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Migrations.Schema;

/// <summary>A schema as SQL that makes it, in an order that depends on names only.</summary>
internal static class SchemaDump
{
    private const string Head = """
        -- The schema after all migrations, written by 'template-worker migrations schema'. Do not edit it: migrations make it.
        -- The journal and the monthly partitions are left out.

        """;

    /// <summary>Reads the schema of a database.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public static async Task<string> ReadAsync(Database database, CancellationToken cancellationToken) =>
        Write(await database.UseAsync(ReadSchema.ExecuteAsync, cancellationToken));

    /// <summary>The SQL, with a newline at its end.</summary>
    public static string Write(IReadOnlyList<SchemaPart> parts)
    {
        var blocks = parts.Where(part => part.Kind != SchemaKind.Column && !IsInside(part))
            .OrderBy(part => part.Kind)
            .ThenBy(part => part.Definition.StartsWith("partition of", StringComparison.Ordinal))
            .Select(part => part.Kind == SchemaKind.Table ? Table(part, parts) : Statement(part));
        return $"{Head}{string.Concat(blocks.Select(block => $"\n{block};\n"))}";
    }

    // A constraint that is not checked on the rows that are there can only be added to a table.
    private static bool IsInside(SchemaPart part) => part.Kind == SchemaKind.Constraint && !part.Definition.EndsWith("NOT VALID", StringComparison.Ordinal);

    private static string Table(SchemaPart table, IReadOnlyList<SchemaPart> parts)
    {
        var options = table.Definition.Length > 0 ? $" {table.Definition}" : "";
        var inside = parts.Where(part => part.Owner == table.Name).ToLookup(part => part.Kind);
        string[] lines =
        [
            .. inside[SchemaKind.Column].Select(column => $"    {column.Name} {column.Definition}"),
            .. inside[SchemaKind.Constraint].Where(IsInside).Select(constraint => $"    constraint {constraint.Name} {constraint.Definition}"),
        ];
        return lines.Length == 0
            ? $"create table {table.Name}{options}"
            : $"create table {table.Name} (\n{string.Join(",\n", lines)}\n){options}";
    }

    private static string Statement(SchemaPart part) => part.Kind switch
    {
        SchemaKind.Sequence => $"create sequence {part.Name} {part.Definition}".TrimEnd(),
        SchemaKind.Default => $"alter table {part.Owner} alter column {part.Name} set default {part.Definition}",
        SchemaKind.ForeignKey or SchemaKind.Constraint => $"alter table {part.Owner} add constraint {part.Name} {part.Definition}",
        SchemaKind.Privilege => $"revoke execute on function {part.Name} {part.Definition}",
        _ => part.Definition.TrimEnd(),
    };
}
