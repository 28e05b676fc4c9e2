namespace TemplateWorker.Storage.Migrations.Kinds;

/// <summary>
/// How the migration <c>khronosvalue_v2</c> takes values that look converted, such as <c>{"Text": "hi"}</c>: an interrupted conversion by
/// the program that the database comes from leaves such values, and an author may have stored one.
/// </summary>
public enum LegacyValues
{
    /// <summary>By the evidence of the whole table; where it points both ways, the migration stops and says so.</summary>
    Evidence,

    /// <summary>No value was converted: each is an author's own.</summary>
    First,

    /// <summary>Each value that looks converted is.</summary>
    Mixed,
}
