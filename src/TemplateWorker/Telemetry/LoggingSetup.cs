using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Json;
using TemplateWorker.Runs.Logging;

namespace TemplateWorker.Telemetry;

/// <summary>
/// Makes the loggers of a process: Serilog behind <c>Microsoft.Extensions.Logging</c>, to standard error, so that standard
/// output is for results.
/// </summary>
internal static class LoggingSetup
{
    /// <summary>Loggers that write to standard error. Disposing the factory writes what is left.</summary>
    /// <param name="options">Level and form.</param>
    /// <param name="colours">How lines of the text form are coloured.</param>
    /// <param name="role">What kind of process logs.</param>
    /// <param name="workerNumber">The worker's number, from 0; null outside workers.</param>
    public static ILoggerFactory Create(LoggingOptions options, LineColours colours, ProcessRole role, int? workerNumber)
    {
        var formatter = Formatter(options.Format, colours);
        return Create(options.Level, role, workerNumber, sinks => sinks.Sink(new BoundedErrorSink(formatter, System.Console.OpenStandardError())));
    }

    /// <summary>Loggers that write to a sink.</summary>
    public static ILoggerFactory Create(LoggingOptions options, ProcessRole role, int? workerNumber, ILogEventSink sink) =>
        Create(options.Level, role, workerNumber, sinks => sinks.Sink(sink));

    /// <summary>How lines of a form are written.</summary>
    public static ITextFormatter Formatter(LogFormat format, LineColours colours) => format switch
    {
        LogFormat.Json => new JsonFormatter(closingDelimiter: "\n", renderMessage: true),
        _ => new TextLineFormatter(colours),
    };

    private static SerilogLoggerFactory Create(
        LogLevel level, ProcessRole role, int? workerNumber, Action<LoggerSinkConfiguration> writeTo)
    {
        var least = LevelConvert.ToSerilogLevel(level);
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(least)
            .Enrich.WithProperty(LogProperties.Role, role.ToString().ToLowerInvariant());

        // The framework tells of every request and connection at Information: that is our Debug.
        foreach (var framework in (ReadOnlySpan<string>)["Microsoft", "System", "Npgsql"])
        {
            configuration.MinimumLevel.Override(framework, least <= LogEventLevel.Debug ? least : Quieter(least));
        }

        if (workerNumber is { } number)
        {
            configuration.Enrich.WithProperty(LogProperties.Worker, number);
        }

        writeTo(configuration.WriteTo);
        return new SerilogLoggerFactory(configuration.CreateLogger(), dispose: true);
    }

    private static LogEventLevel Quieter(LogEventLevel least) => least < LogEventLevel.Warning ? LogEventLevel.Warning : least;
}
