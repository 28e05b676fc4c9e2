using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Deliveries;

internal sealed partial class LanesEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7601, LogLevel.Information, "{Caller} paused lane {Template} of {Tenant}")]
        private static partial void LanePaused(ILogger logger, string template, TenantId tenant, string caller);

        [LoggerMessage(7602, LogLevel.Information, "{Caller} resumed lane {Template} of {Tenant}")]
        private static partial void LaneResumed(ILogger logger, string template, TenantId tenant, string caller);

        public static void Paused(ILogger logger, TenantId tenant, string template, string caller) => LanePaused(logger, template, tenant, caller);

        public static void Resumed(ILogger logger, TenantId tenant, string template, string caller) => LaneResumed(logger, template, tenant, caller);
    }
}
