using Microsoft.Extensions.Logging;

namespace TemplateWorker.Worker;

internal sealed partial class WorkerLoop
{
    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "Lost the connection to the supervisor ({Reason}); this worker stops")]
        public static partial void SupervisorGone(ILogger logger, string reason);

        [LoggerMessage(4003, LogLevel.Warning, "The results of call {DispatchId} exceed the size of one answer and were removed from it: {Reason}")]
        public static partial void AnswerTooLarge(ILogger logger, ulong dispatchId, string reason);

        [LoggerMessage(4002, LogLevel.Warning, "{Left} of {Outstanding} calls still run after {TimeoutSeconds:F1} s of draining; their callers get no result")]
        public static partial void DrainTimedOut(ILogger logger, double timeoutSeconds, int left, int outstanding);
    }
}
