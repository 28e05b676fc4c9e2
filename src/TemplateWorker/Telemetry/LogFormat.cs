namespace TemplateWorker.Telemetry;

/// <summary>The forms of a log line.</summary>
internal enum LogFormat
{
    /// <summary>Short aligned lines for people.</summary>
    Text,

    /// <summary>One JSON object per line, for machines.</summary>
    Json,
}
