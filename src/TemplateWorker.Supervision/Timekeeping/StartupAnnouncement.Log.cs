using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

internal sealed partial class StartupAnnouncement
{
    private static partial class Log
    {
        [LoggerMessage(8321, LogLevel.Warning, "Templates cannot be told of the start, trying again every second: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
