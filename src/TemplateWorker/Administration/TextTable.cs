using System.Text;

namespace TemplateWorker.Administration;

/// <summary>Rows in columns as wide as their longest cell; every cell is one line.</summary>
internal static class TextTable
{
    private const string Gap = "  ";
    private const string Nothing = "-";

    /// <param name="columns">The headings.</param>
    /// <param name="rows">A cell for each heading; null is shown as a dash.</param>
    /// <returns>The table without a newline at its end.</returns>
    public static string Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var lines = rows.Select(row => row.Select(cell => string.IsNullOrEmpty(cell) ? Nothing : OneLine(cell)).ToArray())
            .Prepend([.. columns.Select(column => column.ToUpperInvariant())])
            .ToArray();
        var widths = columns.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        return string.Join('\n', lines.Select(line => string.Join(Gap, line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    /// <summary>Names beside their values, a line each; lines of a value that has several stand below one another.</summary>
    public static string Fields(params (string Name, string? Value)[] fields)
    {
        var width = fields.Max(field => field.Name.Length);
        var text = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            var lines = (string.IsNullOrEmpty(value) ? Nothing : value).Split('\n');
            text.Append(name.PadRight(width)).Append(Gap).Append(lines[0]).Append('\n');
            foreach (var line in lines.Skip(1))
            {
                text.Append(' ', width).Append(Gap).Append(line).Append('\n');
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    // Text of templates must not control the terminal.
    private static string OneLine(string cell) => cell.Any(char.IsControl) ? string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c)) : cell;
}
