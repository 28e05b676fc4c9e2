using System.Globalization;
using System.Text.RegularExpressions;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Diagnostics;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>Reads the <c>stack</c> of an error, which is text that a script may have changed.</summary>
internal static partial class JintStack
{
    /// <returns>The calls of the template's files and of built-in functions, innermost first.</returns>
    public static List<StackFrame> Parse(string stack)
    {
        var frames = new List<StackFrame>();
        foreach (Match match in Frame().Matches(stack))
        {
            var line = int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture);
            var column = int.Parse(match.Groups["column"].ValueSpan, CultureInfo.InvariantCulture);
            frames.Add(new StackFrame(match.Groups["name"].Value, match.Groups["file"].Value, line, ModuleSource.Column(line, column)));
        }

        return frames;
    }

    [GeneratedRegex(
        @"^\s*at (?:(?<name>[^\s(]+)\s*(?:\([^()]*\))? )?\(?(?<file>[^\s():]+):(?<line>\d{1,9}):(?<column>\d{1,9})\)?\s*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Frame();
}
