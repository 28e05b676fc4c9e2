using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

internal sealed partial class MaintenanceLoop
{
    private static partial class Log
    {
        [LoggerMessage(8331, LogLevel.Warning, "Maintenance failed; retrying in a minute: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);

        [LoggerMessage(8332, LogLevel.Information, "Created partition {Partition}")]
        public static partial void Made(ILogger logger, string partition);

        [LoggerMessage(8333, LogLevel.Information, "Dropped partition {Partition}: all its rows are older than the retention")]
        public static partial void Dropped(ILogger logger, string partition);
    }
}
