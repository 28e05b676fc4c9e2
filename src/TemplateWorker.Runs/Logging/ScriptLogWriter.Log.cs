using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Logging;

internal sealed partial class ScriptLogWriter
{
    private static partial class Log
    {
        [LoggerMessage(5401, LogLevel.Warning, "Templates write log lines faster than they can be stored; dropped {Count} lines")]
        public static partial void Dropped(ILogger logger, long count);

        [LoggerMessage(5402, LogLevel.Error, "Cannot store {Count} log lines of templates; they are lost: {Reason}")]
        public static partial void Lost(ILogger logger, int count, string reason);

        [LoggerMessage(5403, LogLevel.Warning, "The database did not take the last log lines of templates within {Seconds} s of the worker's end; up to {Count} lines are lost")]
        public static partial void LostAtEnd(ILogger logger, int count, double seconds);
    }
}
