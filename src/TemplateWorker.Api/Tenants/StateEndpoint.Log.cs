using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Tenants;

internal sealed partial class StateEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7301, LogLevel.Information, "{Tenant} is banned now, by {Caller}")]
        public static partial void Banned(ILogger logger, TenantId tenant, string caller);

        [LoggerMessage(7302, LogLevel.Information, "{Tenant} is not banned any more, by {Caller}")]
        public static partial void Unbanned(ILogger logger, TenantId tenant, string caller);
    }
}
