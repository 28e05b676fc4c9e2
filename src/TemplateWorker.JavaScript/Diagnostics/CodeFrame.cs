using System.Globalization;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>The line of a file in which something failed, with a mark below the place.</summary>
internal static class CodeFrame
{
    private const int MaxWidth = 160;
    private const int Before = 60;

    /// <summary>Null when the file has no such line.</summary>
    public static string? LineOf(IReadOnlyDictionary<string, string> files, string? file, int? line)
    {
        if (file is null || line is not { } number || !files.TryGetValue(file, out var text))
        {
            return null;
        }

        var at = 1;
        foreach (var one in text.AsSpan().EnumerateLines())
        {
            if (at++ == number)
            {
                return one.ToString();
            }
        }

        return null;
    }

    /// <summary>Two lines, without a mark when the column is not known.</summary>
    public static string Draw(string code, int line, int? column)
    {
        var start = Math.Clamp((column ?? 1) - 1 - Before, 0, Math.Max(0, code.Length - MaxWidth));
        var shown = code.Substring(start, Math.Min(MaxWidth, code.Length - start)).Replace('\t', ' ');
        var number = line.ToString(CultureInfo.InvariantCulture);
        var frame = $"{number} | {shown}";
        return column is { } place && place - 1 - start is >= 0 and <= MaxWidth and var offset
            ? $"{frame}\n{new string(' ', number.Length)} | {new string(' ', offset)}^"
            : frame;
    }
}
