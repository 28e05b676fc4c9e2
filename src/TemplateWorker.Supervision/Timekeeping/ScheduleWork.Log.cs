using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

internal sealed partial class ScheduleWork
{
    private static partial class Log
    {
        [LoggerMessage(8311, LogLevel.Warning, "Schedule {Schedule} of {Tenant} is invalid and will not fire again: {Fault}")]
        public static partial void Stopped(ILogger logger, string tenant, string schedule, string fault);

        [LoggerMessage(8312, LogLevel.Warning, "Schedule {Schedule} of {Tenant} missed more than {Most} times; the first ones fire now, the others are skipped")]
        public static partial void CutShort(ILogger logger, string tenant, string schedule, int most);

        [LoggerMessage(8313, LogLevel.Warning, "A schedule that another program stored is skipped, because its owner is no tenant: {Fault}")]
        public static partial void Unreadable(ILogger logger, string fault);
    }
}
