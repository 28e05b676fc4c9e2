using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Deaths;

internal sealed partial class DeathReporter
{
    private static partial class Log
    {
        [LoggerMessage(2006, LogLevel.Warning, "Worker {Worker} died; counted against {Deliveries} deliveries and {Calls} immediate calls ({Reason})")]
        public static partial void Counted(ILogger logger, int worker, int deliveries, int calls, string reason);

        [LoggerMessage(2007, LogLevel.Warning, "Worker {Worker} died; could not count it against {Deliveries} deliveries: {Cause}")]
        public static partial void NotCounted(ILogger logger, int worker, int deliveries, string cause);
    }
}
