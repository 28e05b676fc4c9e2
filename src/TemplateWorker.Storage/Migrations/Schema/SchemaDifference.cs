namespace TemplateWorker.Storage.Migrations.Schema;

/// <summary>A part of a schema that is not as it should be.</summary>
/// <param name="Title">What it is, such as "column a of table t".</param>
/// <param name="Expected">Its definition as it should be; null when it should not be there.</param>
/// <param name="Found">As it is; null when it is missing.</param>
internal sealed record SchemaDifference(string Title, string? Expected, string? Found)
{
    /// <summary>
    /// Compares a schema with what it should be. Tables, sequences and functions that only the database has are those of other programs; what
    /// only it has in or at our tables differs. The order of columns does not matter, nor does it that an operator has validated a constraint.
    /// </summary>
    public static IReadOnlyList<SchemaDifference> Between(IReadOnlyList<SchemaPart> expected, IReadOnlyList<SchemaPart> found)
    {
        var there = found.ToDictionary(Key);
        var known = expected.Select(Key).ToHashSet();
        var owners = expected.Select(part => part.Owner).ToHashSet(StringComparer.Ordinal);
        var wrong = expected.Where(part => !Agrees(part.Definition, there.GetValueOrDefault(Key(part))?.Definition))
            .Select(part => new SchemaDifference(part.Title, part.Definition, there.GetValueOrDefault(Key(part))?.Definition));
        var extra = found.Where(part => owners.Contains(part.Owner) && !known.Contains(Key(part)))
            .Select(part => new SchemaDifference(part.Title, null, part.Definition));
        return [.. wrong, .. extra];
    }

    // A constraint that was checked on all rows since then holds all the more.
    private static bool Agrees(string expected, string? found) => expected == found || expected == $"{found} NOT VALID";

    private static (SchemaKind Kind, string Owner, string Name) Key(SchemaPart part) => (part.Kind, part.Owner, part.Name);
}
