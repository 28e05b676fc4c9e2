using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Logging;

internal sealed partial class ScriptLogWriter
{
    private static partial class Log
    {
        [LoggerMessage(5401, LogLevel.Warning, "Templates log faster than it can be stored; lines dropped: {Count}")]
        public static partial void Dropped(ILogger logger, long count);

        [LoggerMessage(5402, LogLevel.Error, "{Count} lines of templates cannot be stored and are lost: {Reason}")]
        public static partial void Lost(ILogger logger, int count, string reason);
    }
}
