using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Runs.Rates;

internal sealed partial class RunRates
{
    private static partial class Log
    {
        [LoggerMessage(5601, LogLevel.Warning, "{Tenant} has used up {Rate}: its deliveries wait for {Seconds:F1} s, and its immediate calls are refused as long. If it is meant to use so much, raise the limit under limits.tenants")]
        public static partial void HeldBack(ILogger logger, TenantId tenant, RateHold rate, double seconds);
    }
}
