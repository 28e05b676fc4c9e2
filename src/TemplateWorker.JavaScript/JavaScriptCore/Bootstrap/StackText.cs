using System.Globalization;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Diagnostics;

namespace TemplateWorker.JavaScript.JavaScriptCore.Bootstrap;

/// <summary>Reads JavaScriptCore's stacks: <c>function@file:line:column</c> per line. A script may put any text in their place.</summary>
internal static class StackText
{
    public const int MaxFrames = 50;

    /// <returns>The frames of the template, innermost first, without those of the bootstrap; lines of another form are skipped.</returns>
    public static List<StackFrame> Parse(string stack) => Parse(stack, ParseLine);

    /// <summary>Reads a backtrace of the engine itself: <c>#number function() at file:line</c> per line.</summary>
    /// <returns>As <see cref="Parse(string)"/>.</returns>
    public static List<StackFrame> ParseBacktrace(string stack) => Parse(stack, ParseBacktraceLine);

    private static List<StackFrame> Parse(string stack, LineParser parse)
    {
        var frames = new List<StackFrame>();
        foreach (var line in stack.AsSpan().EnumerateLines())
        {
            if (frames.Count < MaxFrames && parse(line) is { } frame)
            {
                frames.Add(frame);
            }
        }

        // What lies outside the template's outermost call, and built-ins that the bootstrap called, are the host's.
        while (frames.Count > 0 && frames[^1].File is null)
        {
            frames.RemoveAt(frames.Count - 1);
        }

        return frames;
    }

    private static StackFrame? ParseLine(ReadOnlySpan<char> line)
    {
        var at = line.LastIndexOf('@');
        var function = at < 0 ? "" : line[..at].ToString();
        var place = line[(at + 1)..];
        if (place is "[native code]")
        {
            return function is HostFunctionObject.ClassName ? null : new StackFrame(function, null, 0, null);
        }

        if (place.StartsWith(BootstrapScript.Url)
            || !TakeNumber(ref place, out var column) || !TakeNumber(ref place, out var lineNumber) || place.IsEmpty)
        {
            return null;
        }

        return new StackFrame(function, place.ToString(), lineNumber, ModuleSource.Column(lineNumber, column));
    }

    private static StackFrame? ParseBacktraceLine(ReadOnlySpan<char> line)
    {
        const string At = "() at ";
        var start = line.IndexOf(' ') + 1;
        var at = line.LastIndexOf(At);
        if (at < start)
        {
            return null;
        }

        var function = line[start..at].ToString();
        var place = line[(at + At.Length)..];
        if (place is "[native code]" or "")
        {
            return function is HostFunctionObject.ClassName ? null : new StackFrame(function, null, 0, null);
        }

        return place.StartsWith(BootstrapScript.Url) || !TakeNumber(ref place, out var number) || place.IsEmpty
            ? null
            : new StackFrame(function, place.ToString(), number, null);
    }

    /// <summary>Takes <c>:number</c> off the end.</summary>
    private static bool TakeNumber(ref ReadOnlySpan<char> text, out int number)
    {
        var colon = text.LastIndexOf(':');
        number = 0;
        if (colon < 0 || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        text = text[..colon];
        return true;
    }

    private delegate StackFrame? LineParser(ReadOnlySpan<char> line);
}
