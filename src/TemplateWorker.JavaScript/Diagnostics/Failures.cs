using System.Globalization;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>Makes failures in words for authors out of what an engine knows.</summary>
internal static class Failures
{
    public const int MaxTextLength = 4096;

    /// <summary>Of a thrown value.</summary>
    /// <param name="thrown">What is known of it.</param>
    /// <param name="calls">The template's calls, innermost first, as the engine has them.</param>
    /// <param name="places">Of the template.</param>
    public static ScriptFailure Create(ThrownValue thrown, IReadOnlyList<StackFrame> calls, SourcePlaces places)
    {
        IReadOnlyList<StackFrame> frames = [.. calls.Select(places.Original)];
        var origin = Origin(thrown, frames);
        var code = places.LineOf(origin?.File, origin?.Line);
        return new ScriptFailure
        {
            Reason = thrown.Reason,
            RetryAfter = thrown.RetryAfter,
            Message = Cut(thrown.UnparsableFile is null ? Hints.Improve(thrown.Headline, code) : Hints.ImproveSyntax(thrown.Headline, thrown.UnparsableFile, code)),
            Stack = StackText(thrown, frames, code, origin),
            File = origin?.File,
            Line = origin?.Line,
            Column = thrown.UnparsableFile is null ? origin?.Column : null,
        };
    }

    /// <summary>Of a call that a limit, or its caller, ended.</summary>
    /// <param name="reason">Which.</param>
    /// <param name="limits">Those of the call.</param>
    /// <param name="calls">Where it was, innermost first, as the engine has it; empty when that is not known.</param>
    /// <param name="places">Of the template.</param>
    public static ScriptFailure Breach(ScriptFailureReason reason, ScriptLimits limits, IReadOnlyList<StackFrame> calls, SourcePlaces places)
    {
        var thrown = new ThrownValue();
        IReadOnlyList<StackFrame> frames = [.. calls.Select(places.Original)];
        var origin = Origin(thrown, frames);
        return Breach(reason, limits) with
        {
            Stack = StackText(thrown, frames, places.LineOf(origin?.File, origin?.Line), origin),
            File = origin?.File,
            Line = origin?.Line,
            Column = origin?.Column,
        };
    }

    /// <summary>Of a call whose end has no place.</summary>
    public static ScriptFailure Breach(ScriptFailureReason reason, ScriptLimits limits)
    {
        var message = reason switch
        {
            ScriptFailureReason.CpuLimit => $"The run used more than {Milliseconds(limits.CpuTime)} ms of CPU time (limits.cpu_time).",
            ScriptFailureReason.TimeLimit => $"The run took longer than {Milliseconds(limits.WallTime)} ms (limits.wall_time).",
            ScriptFailureReason.HeapLimit => $"The run needed more memory than {limits.HeapBytes} bytes (limits.heap).",
            ScriptFailureReason.ResultTooLarge => $"The result is larger than {limits.ResultBytes} bytes of JSON (limits.result).",
            ScriptFailureReason.NeverSettles => "The handler's promise can never settle: nothing is left that could resolve it.",
            _ => "The run was cancelled.",
        };
        return new ScriptFailure { Reason = reason, Message = message };
    }

    public static string Cut(string text) => Excerpt.Of(text, MaxTextLength);

    /// <summary>The calls, what the error was thrown for, and the line of the innermost call; null when nothing of it is known.</summary>
    private static string? StackText(ThrownValue thrown, IReadOnlyList<StackFrame> frames, string? code, Position? origin)
    {
        var lines = frames.Select(frame => frame.ToString()).Concat((thrown.Causes ?? []).Select(cause => "caused by " + cause)).ToList();
        if (lines.Count == 0)
        {
            return null;
        }

        var text = string.Join('\n', lines);
        return code is null ? Cut(text) : Cut($"{text}\n{CodeFrame.Draw(code, origin!.Line!.Value, origin.Column)}");
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private static Position? Origin(ThrownValue thrown, IReadOnlyList<StackFrame> frames)
    {
        if (thrown.UnparsableFile is { } unparsable)
        {
            // The engine knows the line of a script only; JSON errors carry that of the code which parsed.
            return new Position(unparsable, FileKind.IsJson(unparsable) ? null : Whole(thrown.Line), null);
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
