using Microsoft.Extensions.Logging;

namespace TemplateWorker.Telemetry;

/// <summary>What is logged, and how.</summary>
internal sealed record LoggingOptions
{
    /// <summary>The least level that is written, trace to critical. Default information.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Lines for people or for machines. Default text.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;
}

/// <summary>The forms of a log line.</summary>
internal enum LogFormat
{
    /// <summary>Short aligned lines for people.</summary>
    Text,

    /// <summary>One JSON object per line, for machines.</summary>
    Json,
}
