namespace TemplateWorker.Storage.Usage;

/// <summary>How many bytes of a tenant's storage a key takes: its name, its scopes and its value as JSON text, rounded up to blocks.</summary>
/// <remarks>
/// By the text, and not by what the row takes on the disk, which depends on the compression, so that a count finds the same as the sum of all
/// changes. In blocks, because most writes change a value without changing its number of blocks; then no counter has to be written. A block
/// is about what a row takes besides, in the table and its indexes.
/// </remarks>
public static class KeySize
{
    /// <summary>The bytes of a block.</summary>
    public const int Block = 256;

    /// <summary>Whether a key certainly takes as many blocks with one value as with another. False when that is not known.</summary>
    /// <param name="leastName">The bytes of its name and scopes, at least.</param>
    /// <param name="mostName">The same, at most.</param>
    /// <param name="before">The one value as JSON text, as scripts or the database write it: no member of an object twice.</param>
    /// <param name="after">The other.</param>
    internal static bool IsSame(int leastName, int mostName, string before, string after) =>
        JsonTextSize.InDatabase(before) is { } one && JsonTextSize.InDatabase(after) is { } other
        && BlocksOf(leastName + Math.Min(one, other)) == BlocksOf(mostName + Math.Max(one, other));

    /// <summary>An SQL expression for the bytes, given expressions for the columns of <c>tenant_kv</c>; null when there is no value.</summary>
    internal static string Sql(string key, string scopes, string value) =>
        $"((octet_length({key}) + octet_length({scopes}) + octet_length({value}::text) + {Block - 1}) / {Block} * {Block})";

    /// <summary>The bytes of a row of <c>tenant_kv</c> under an alias.</summary>
    internal static string SqlOf(string alias) => $"coalesce({Sql($"{alias}.key", $"{alias}.scopes::text", $"{alias}.value")}, {Block})";

    private static int BlocksOf(int bytes) => (bytes + Block - 1) / Block;
}
