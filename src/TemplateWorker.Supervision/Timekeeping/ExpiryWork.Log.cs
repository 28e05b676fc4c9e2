using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

internal sealed partial class ExpiryWork
{
    private static partial class Log
    {
        [LoggerMessage(8341, LogLevel.Warning, "Keys expired without {Count} deliveries of {Event}: the queues of their tenants are full, or the chains of events behind them exceed limits.hops")]
        public static partial void Silenced(ILogger logger, int count, string @event);
    }
}
