using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Schedules;

internal sealed partial class SchedulesEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7701, LogLevel.Information, "{Caller} saved schedule {Schedule} of {Tenant}")]
        public static partial void Written(ILogger logger, string schedule, TenantId tenant, string caller);

        [LoggerMessage(7702, LogLevel.Information, "The schedule {Schedule} of {Tenant} is removed, {Caller} asked for it")]
        public static partial void Removed(ILogger logger, string schedule, TenantId tenant, string caller);
    }
}
