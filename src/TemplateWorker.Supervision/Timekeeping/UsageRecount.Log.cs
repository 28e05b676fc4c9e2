using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

internal sealed partial class UsageRecount
{
    private static partial class Log
    {
        [LoggerMessage(8351, LogLevel.Warning, "Counting what tenants keep failed; retrying in a minute: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);

        [LoggerMessage(8352, LogLevel.Information, "Corrected the count of {Tenant} ({Kind}) by {Entries} rows and {Bytes} bytes: another program has changed the table")]
        public static partial void Corrected(ILogger logger, TenantId tenant, string kind, long entries, long bytes);

        [LoggerMessage(8353, LogLevel.Warning, "Could not count the rows of {Tenant} ({Kind}) within a minute; its count stays as it is for a day")]
        public static partial void TooLarge(ILogger logger, TenantId tenant, string kind);
    }
}
