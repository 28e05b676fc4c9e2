using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations.Undoing;

/// <summary>Finds the tables and columns that statements drop.</summary>
internal static class DroppedParts
{
    /// <summary>Each with the column, which is null for a table as a whole.</summary>
    public static IEnumerable<(string Table, string? Column)> Of(IEnumerable<SqlStatement> statements)
    {
        foreach (var statement in statements)
        {
            var words = statement.Tokens.Select(token => token.Text).ToList();
            if (Begins(words, "drop", "table"))
            {
                yield return (words[2], null);
            }

            if (Begins(words, "alter", "table") && Begins(words.Skip(3), "drop", "column"))
            {
                yield return (words[2], words[5]);
            }
        }
    }

    private static bool Begins(IEnumerable<string> words, params string[] expected) => words.Take(expected.Length).SequenceEqual(expected, StringComparer.Ordinal);
}
