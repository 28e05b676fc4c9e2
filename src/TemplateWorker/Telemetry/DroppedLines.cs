using Serilog.Events;
using Serilog.Parsing;

namespace TemplateWorker.Telemetry;

/// <summary>The line that tells how many lines are missing.</summary>
internal static class DroppedLines
{
    private static readonly MessageTemplate Text = new MessageTemplateParser().Parse(
        "{Lines} log lines were dropped before this one: standard error was not read, or was closed");

    public static LogEvent Event(long lines) => new(
        TimeProvider.System.GetLocalNow(), LogEventLevel.Warning, null, Text, [new LogEventProperty("Lines", new ScalarValue(lines))]);
}
