using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TemplateWorker.Api.Server;

/// <summary>
/// The process's loggers without the framework's lines before and after each request: a logger there, at any level,
/// makes the framework start an activity and a scope for every request. Its stack traces of a start that failed are left out
/// too, since <see cref="HttpStartException"/> says what happened.
/// </summary>
internal sealed class QuietLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    private const string RequestLines = "Microsoft.AspNetCore.Hosting.Diagnostics";
    private const string HostLines = "Microsoft.Extensions.Hosting.Internal.Host";
    private const string ServerLines = "Microsoft.AspNetCore.Server.Kestrel";

    public ILogger CreateLogger(string categoryName) => categoryName switch
    {
        RequestLines or HostLines => NullLogger.Instance,
        ServerLines => new WithoutCritical(loggers.CreateLogger(categoryName)),
        _ => loggers.CreateLogger(categoryName),
    };

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>Does nothing: the caller owns the loggers.</summary>
    public void Dispose()
    {
    }

    /// <summary>The server logs nothing critical but that it could not start.</summary>
    private sealed class WithoutCritical(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel < LogLevel.Critical && logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
