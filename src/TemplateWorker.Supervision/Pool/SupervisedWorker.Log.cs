using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Pool;

internal sealed partial class SupervisedWorker
{
    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "Worker {Worker} is ready (pid {ProcessId}, {Engine}) after {StartMs:F0} ms")]
        public static partial void Ready(ILogger logger, int worker, int processId, string engine, double startMs);

        [LoggerMessage(EventId = 2002, Message = "Worker {Worker} ended after {UptimeSeconds:F1} s: {Why}; {Exit}; {Lost} calls were lost")]
        public static partial void Ended(ILogger logger, LogLevel level, int worker, double uptimeSeconds, string why, string exit, int lost);

        [LoggerMessage(2003, LogLevel.Warning, "Restarting worker {Worker} in {DelaySeconds:F1} s after {Deaths} deaths in a row")]
        public static partial void BackingOff(ILogger logger, int worker, double delaySeconds, int deaths);

        [LoggerMessage(2004, LogLevel.Information, "Replacing worker {Worker} after its current runs: {Why}")]
        public static partial void Replacing(ILogger logger, int worker, string why);

        [LoggerMessage(2005, LogLevel.Warning, "Killing worker {Worker} while it drains: {Reason}")]
        public static partial void DrainEnded(ILogger logger, int worker, string reason);
    }
}
