using Microsoft.Extensions.Logging;

namespace TemplateWorker.Storage.Usage;

public sealed partial class QuotaWarnings
{
    private static partial class Log
    {
        [LoggerMessage(6201, LogLevel.Warning,
            "{Tenant} uses {Used} of {Limit} (limits.{Quota}), 80 % or more; beyond the limit it gets QuotaExceeded")]
        public static partial void Neared(ILogger logger, TenantId tenant, long used, long limit, string quota);
    }
}
