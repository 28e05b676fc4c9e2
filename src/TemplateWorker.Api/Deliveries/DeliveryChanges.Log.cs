using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Deliveries;

internal sealed partial class DeliveryChanges
{
    private static partial class Log
    {
        [LoggerMessage(7901, LogLevel.Information, "{Caller} replayed {Count} deliveries of {Tenant}")]
        public static partial void Replayed(ILogger logger, int count, TenantId tenant, string caller);

        [LoggerMessage(7902, LogLevel.Information, "{Caller} dropped {Count} deliveries of {Tenant}")]
        public static partial void Dropped(ILogger logger, int count, TenantId tenant, string caller);
    }
}
