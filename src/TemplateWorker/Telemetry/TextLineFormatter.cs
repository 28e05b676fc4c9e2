using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;
using TemplateWorker.Runs.Logging;

namespace TemplateWorker.Telemetry;

/// <summary>
/// Lines for people: <c>12:34:56.789 warn  worker 3    message  tenant=guild:1 template=greeter</c>. Whatever text the
/// message and its exception hold, it stays on its own, indented lines.
/// </summary>
/// <param name="colours">Whether the reader is a terminal.</param>
internal sealed class TextLineFormatter(LineColours colours) : ITextFormatter
{
    private const int OriginWidth = -10;
    private const string Reset = "\e[0m";
    private const string Dim = "\e[2m";

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var (level, colour) = Level(logEvent.Level);
        output.Write(Paint(Dim, logEvent.Timestamp.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)));
        output.Write(' ');
        output.Write(Paint(colour, level));
        output.Write(' ');
        output.Write(Paint(Dim, $"{Origin(logEvent),OriginWidth}"));
        output.Write(' ');
        WriteMessage(logEvent, output);
        foreach (var name in LogProperties.OfRun)
        {
            if (logEvent.Properties.TryGetValue(name, out var value) && !IsInMessage(logEvent, name))
            {
                output.Write(Paint(Dim, $" {char.ToLowerInvariant(name[0])}{name[1..]}={Text(value, null)}"));
            }
        }

        output.Write('\n');
        if (logEvent.Exception is { } exception)
        {
            foreach (var line in exception.ToString().Split('\n'))
            {
                output.Write("    ");
                output.Write(PlainText.Escape(line.TrimEnd('\r')));
                output.Write('\n');
            }
        }
    }

    private static (string Name, string Colour) Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => ("trace", Dim),
        LogEventLevel.Debug => ("debug", Dim),
        LogEventLevel.Information => ("info ", "\e[32m"),
        LogEventLevel.Warning => ("warn ", "\e[33m"),
        LogEventLevel.Error => ("error", "\e[31m"),
        _ => ("fatal", "\e[1;31m"),
    };

    private static string Origin(LogEvent logEvent)
    {
        var role = logEvent.Properties.TryGetValue(LogProperties.Role, out var value) ? Text(value, null) : string.Empty;
        return logEvent.Properties.TryGetValue(LogProperties.Worker, out var worker) ? $"{role} {Text(worker, null)}" : role;
    }

    private static void WriteMessage(LogEvent logEvent, TextWriter output)
    {
        // Not LogEvent.RenderMessage, which puts texts in quotes and lets their control characters through.
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            var text = token is PropertyToken property && logEvent.Properties.TryGetValue(property.PropertyName, out var value)
                ? Text(value, property.Format)
                : PlainText.Escape(token.ToString() ?? string.Empty);
            output.Write(text);
        }
    }

    private static bool IsInMessage(LogEvent logEvent, string name) =>
        logEvent.MessageTemplate.Tokens.OfType<PropertyToken>().Any(token => token.PropertyName == name);

    private static string Text(LogEventPropertyValue value, string? format)
    {
        var text = value is ScalarValue { Value: string literal } ? literal : value.ToString(format, CultureInfo.InvariantCulture);
        return PlainText.Escape(text);
    }

    private string Paint(string colour, string text) => colours == LineColours.Ansi ? $"{colour}{text}{Reset}" : text;
}
