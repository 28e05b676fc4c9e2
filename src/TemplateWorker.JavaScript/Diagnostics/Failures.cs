using System.Globalization;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>Makes failures in words for authors out of what an engine knows.</summary>
internal static class Failures
{
    public const int MaxTextLength = 4096;

    /// <summary>Of a thrown value; <paramref name="frames"/> are the template's, innermost first.</summary>
    public static ScriptFailure Create(ThrownValue thrown, IReadOnlyList<StackFrame> frames)
    {
        var origin = Origin(thrown, frames);
        return new ScriptFailure
        {
            Reason = thrown.Reason,
            Message = Cut(thrown.Headline),
            Stack = frames.Count == 0 ? null : Cut(string.Join('\n', frames)),
            File = origin?.File,
            Line = origin?.Line,
            Column = thrown.UnparsableFile is null ? origin?.Column : null,
        };
    }

    /// <summary>Of a call that a limit, or its caller, ended.</summary>
    public static ScriptFailure Breach(ScriptFailureReason reason, ScriptLimits limits)
    {
        var message = reason switch
        {
            ScriptFailureReason.CpuLimit => $"The run used more than {Milliseconds(limits.CpuTime)} ms of CPU time.",
            ScriptFailureReason.TimeLimit => $"The run took longer than {Milliseconds(limits.WallTime)} ms.",
            ScriptFailureReason.HeapLimit => $"The run needed more than {limits.HeapBytes / 1024} KiB of memory.",
            ScriptFailureReason.ResultTooLarge => $"The result is larger than {limits.ResultBytes} bytes of JSON.",
            ScriptFailureReason.NeverSettles => "The handler's promise can never settle: nothing is left that could resolve it.",
            _ => "The run was cancelled.",
        };
        return new ScriptFailure { Reason = reason, Message = message };
    }

    public static string Cut(string text) => Excerpt.Of(text, MaxTextLength);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private static Position? Origin(ThrownValue thrown, IReadOnlyList<StackFrame> frames)
    {
        if (thrown.UnparsableFile is { } unparsable)
        {
            // The engine knows the line of a script only; JSON errors carry that of the code which parsed.
            return new Position(unparsable, ModuleSource.IsJson(unparsable) ? null : Whole(thrown.Line), null);
        }

        foreach (var frame in frames)
        {
            if (frame.File is not null)
            {
                return new Position(frame.File, frame.Line, frame.Column);
            }
        }

        return null;
    }

    private static int? Whole(double? number) => number is >= 1 and <= int.MaxValue ? (int)number : null;

    private sealed record Position(string File, int? Line, int? Column);
}
