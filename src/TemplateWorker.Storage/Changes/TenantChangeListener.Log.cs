using Microsoft.Extensions.Logging;

namespace TemplateWorker.Storage.Changes;

public sealed partial class TenantChangeListener
{
    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Warning, "No longer told of tenants' changes, trying to connect again: {Cause}")]
        public static partial void Lost(ILogger logger, string cause);

        [LoggerMessage(6102, LogLevel.Information, "Told of tenants' changes again after {OutageSeconds:F1} s")]
        public static partial void Restored(ILogger logger, double outageSeconds);
    }
}
