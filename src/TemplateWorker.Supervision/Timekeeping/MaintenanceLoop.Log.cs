using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

internal sealed partial class MaintenanceLoop
{
    private static partial class Log
    {
        [LoggerMessage(8331, LogLevel.Warning, "Maintenance failed, trying again in a minute: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);

        [LoggerMessage(8332, LogLevel.Information, "Made the partition {Partition}")]
        public static partial void Made(ILogger logger, string partition);

        [LoggerMessage(8333, LogLevel.Information, "Dropped the partition {Partition}: all in it was older than the retention")]
        public static partial void Dropped(ILogger logger, string partition);
    }
}
