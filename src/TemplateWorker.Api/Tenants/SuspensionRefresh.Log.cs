using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Tenants;

internal sealed partial class SuspensionRefresh
{
    private static partial class Log
    {
        [LoggerMessage(7311, LogLevel.Information, "The suspension of {Tenant} has ended, because its time is over")]
        public static partial void Ended(ILogger logger, TenantId tenant);

        [LoggerMessage(7312, LogLevel.Warning, "Cannot read which tenants are suspended, so what is known of them holds; trying again: {Cause}")]
        public static partial void CannotRead(ILogger logger, string cause);

        [LoggerMessage(7313, LogLevel.Information, "Suspensions of tenants can be read again after {Seconds:F1} s")]
        public static partial void ReadsAgain(ILogger logger, double seconds);
    }
}
