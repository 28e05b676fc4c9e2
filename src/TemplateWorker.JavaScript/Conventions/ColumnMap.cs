using System.Globalization;

namespace TemplateWorker.JavaScript.Conventions;

/// <summary>Where the columns of converted code were in the author's text. Lines are the same in both.</summary>
/// <remarks>
/// The last line of converted code is <c>//# columns 3,17,4,…</c>: triples of a line from 1, a column of the code from 0, and what to add to it and
/// to those after it in the line, in ascending order.
/// </remarks>
internal sealed class ColumnMap
{
    private const string Mark = "\n//# columns ";

    private readonly int[] _moves;

    private ColumnMap(int[] moves) => _moves = moves;

    /// <summary>Reads the last line of converted code; code without one has the columns of the text.</summary>
    public static ColumnMap Of(string code)
    {
        var at = code.LastIndexOf(Mark, StringComparison.Ordinal);
        var list = at < 0 ? "" : code[(at + Mark.Length)..];
        return new ColumnMap(list.Length == 0 ? [] : [.. list.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))]);
    }

    /// <summary>The column in the text for one in the code; both from 1.</summary>
    public int Original(int line, int column)
    {
        var shift = 0;
        var isFirst = true;
        for (var i = 0; i + 2 < _moves.Length && _moves[i] <= line; i += 3)
        {
            if (_moves[i] < line)
            {
                continue;
            }

            // Code that the conversion put before the first word of the line counts as that word.
            if (isFirst && _moves[i + 2] < 0)
            {
                column = Math.Max(column, _moves[i + 1] + 1);
            }

            if (_moves[i + 1] < column)
            {
                shift = _moves[i + 2];
            }

            isFirst = false;
        }

        return Math.Max(1, column + shift);
    }
}
