using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

internal sealed partial class ScheduleWork
{
    private static partial class Log
    {
        [LoggerMessage(8311, LogLevel.Warning, "The schedule {Schedule} of {Tenant} does not fire any more: {Fault}")]
        public static partial void Stopped(ILogger logger, string tenant, string schedule, string fault);

        [LoggerMessage(8312, LogLevel.Warning, "The schedule {Schedule} of {Tenant} missed more than {Most} times; the first of them fire now, the others are skipped")]
        public static partial void CutShort(ILogger logger, string tenant, string schedule, int most);
    }
}
