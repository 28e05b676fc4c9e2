using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Logging;

internal sealed partial class GivenUpLog
{
    private static partial class Log
    {
        [LoggerMessage(5501, LogLevel.Warning,
            "Delivery {Delivery} ({Event}) of {Tenant} failed at attempt {Attempts} and is now a dead letter of template {Template}: {Reason}")]
        public static partial void Dead(
            ILogger logger, long delivery, string @event, TenantId tenant, string template, int attempts, string reason);

        [LoggerMessage(5502, LogLevel.Warning,
            "Delivery {Delivery} ({Event}) of {Tenant} failed at attempt {Attempts} and holds the lane of template {Template} until it is replayed or dropped: {Reason}")]
        public static partial void Parked(
            ILogger logger, long delivery, string @event, TenantId tenant, string template, int attempts, string reason);

        [LoggerMessage(5503, LogLevel.Warning, "{Deliveries} more deliveries became dead letters or hold their lanes since the last line about one")]
        public static partial void Untold(ILogger logger, int deliveries);
    }
}
