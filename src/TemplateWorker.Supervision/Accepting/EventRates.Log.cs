using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Supervision.Accepting;

internal sealed partial class EventRates
{
    private static partial class Log
    {
        [LoggerMessage(8111, LogLevel.Warning, "Events of {Tenant} are refused: it has used up {Rate}. If it is meant to send so many, raise the limit under limits.tenants")]
        public static partial void Refused(ILogger logger, TenantId tenant, RateHold rate);
    }
}
