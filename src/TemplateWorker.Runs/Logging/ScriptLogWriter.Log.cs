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
    }
}
