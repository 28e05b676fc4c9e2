using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Scheduling;

internal sealed partial class PendingDelivery
{
    private static partial class Log
    {
        [LoggerMessage(5111, LogLevel.Error, "Cannot store the failure of delivery {Delivery} of {Tenant}; retrying in one minute: {Reason}")]
        public static partial void FailureRefused(ILogger logger, long delivery, TenantId tenant, string reason);
    }
}
