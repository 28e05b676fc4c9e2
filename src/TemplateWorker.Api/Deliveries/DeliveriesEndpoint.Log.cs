using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Deliveries;

internal sealed partial class DeliveriesEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7901, LogLevel.Information, "{Count} deliveries of {Tenant} are tried again, {Caller} asked for it")]
        public static partial void Replayed(ILogger logger, int count, TenantId tenant, string caller);

        [LoggerMessage(7902, LogLevel.Information, "{Count} deliveries of {Tenant} are removed, {Caller} asked for it")]
        public static partial void Dropped(ILogger logger, int count, TenantId tenant, string caller);
    }
}
