using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Timekeeping;

internal sealed partial class DueLoop
{
    private static partial class Log
    {
        [LoggerMessage(8301, LogLevel.Warning, "{Work}: polling failed, retrying every second: {Reason}")]
        public static partial void Failed(ILogger logger, string work, string reason);

        [LoggerMessage(8302, LogLevel.Information, "{Work}: polling works again after {Seconds:F1} s")]
        public static partial void Recovered(ILogger logger, string work, double seconds);
    }
}
