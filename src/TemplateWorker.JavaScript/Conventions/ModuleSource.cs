namespace TemplateWorker.JavaScript.Conventions;

/// <summary>How a CommonJS file becomes a function.</summary>
internal static class ModuleSource
{
    /// <summary>On the file's first line, so that line numbers stay right.</summary>
    public const string Prefix = "(function(exports,require,module,__filename){";

    /// <summary>The newline ends a comment on the file's last line.</summary>
    public const string Suffix = "\n})";

    public static readonly IReadOnlyList<string> Parameters = ["exports", "require", "module", "__filename"];

    public static string Wrap(string source) => string.Concat(Prefix, source, Suffix);

    /// <summary>A line of the file for one that a parser named: at an unclosed brace it names the wrapper's last line.</summary>
    public static int Line(string source, int line) => Math.Clamp(line, 1, source.AsSpan().Count('\n') + 1);

    /// <summary>The column in the file for a column in the wrapped source; both from 1.</summary>
    public static int Column(int line, int column) => line == 1 && column > Prefix.Length ? column - Prefix.Length : column;
}
