using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

internal sealed partial class StartupAnnouncement
{
    private static partial class Log
    {
        [LoggerMessage(8321, LogLevel.Warning, "Cannot send startup events; retrying every second: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
