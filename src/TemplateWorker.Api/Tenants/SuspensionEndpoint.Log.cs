using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Tenants;

internal sealed partial class SuspensionEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7321, LogLevel.Information, "{Tenant} is suspended now, by {Caller}")]
        public static partial void Suspended(ILogger logger, TenantId tenant, string caller);

        [LoggerMessage(7322, LogLevel.Information, "{Tenant} is not suspended any more, by {Caller}")]
        public static partial void Resumed(ILogger logger, TenantId tenant, string caller);
    }
}
