using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Deaths;

internal sealed partial class DeathReporter
{
    private static partial class Log
    {
        [LoggerMessage(2006, LogLevel.Warning, "The end of worker {Worker} is counted as a death of {Deliveries} deliveries ({Reason})")]
        public static partial void Counted(ILogger logger, int worker, int deliveries, string reason);

        [LoggerMessage(2007, LogLevel.Warning, "The end of worker {Worker} could not be counted as a death of {Deliveries} deliveries: {Cause}")]
        public static partial void NotCounted(ILogger logger, int worker, int deliveries, string cause);
    }
}
