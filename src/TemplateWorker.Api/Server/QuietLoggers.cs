using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TemplateWorker.Api.Server;

/// <summary>
/// The process's loggers without the framework's lines before and after each request: a logger there, at any level,
/// makes the framework start an activity and a scope for every request.
/// </summary>
internal sealed class QuietLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    private const string RequestLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public ILogger CreateLogger(string categoryName) =>
        string.Equals(categoryName, RequestLines, StringComparison.Ordinal) ? NullLogger.Instance : loggers.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>Does nothing: the caller owns the loggers.</summary>
    public void Dispose()
    {
    }
}
