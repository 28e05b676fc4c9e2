using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Scheduling;

internal sealed partial class TemplateRunner
{
    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "Internal error in a run of {Tenant}; its call is refused and its heap is dropped")]
        public static partial void TurnFailed(ILogger logger, Exception fault, TenantId tenant);

        [LoggerMessage(5011, LogLevel.Error, "Internal error in a run of template '{Template}' of {Tenant} for event '{EventName}' ({EventId}), delivery {Delivery}, attempt {Attempt}; the run counts as failed (InternalFault) and the tenant's heap is dropped")]
        public static partial void RunFailed(
            ILogger logger, Exception fault, string template, TenantId tenant, string eventName, Guid eventId, long? delivery, int attempt);
    }
}
