using Microsoft.Extensions.Logging;

namespace TemplateWorker.Hosting.Supervisor;

internal sealed partial class IdempotencyPurge
{
    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Warning, "Could not delete expired idempotency keys; retrying in a minute: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
