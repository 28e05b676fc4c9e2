using Microsoft.Extensions.Logging;

namespace TemplateWorker.Worker;

internal sealed partial class WorkerLoop
{
    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "The supervisor is gone ({Reason}); this worker ends")]
        public static partial void SupervisorGone(ILogger logger, string reason);

        [LoggerMessage(4003, LogLevel.Warning, "The results of call {DispatchId} do not fit into one answer and are left out: {Reason}")]
        public static partial void AnswerTooLarge(ILogger logger, ulong dispatchId, string reason);

        [LoggerMessage(4002, LogLevel.Warning, "After {TimeoutSeconds:F1} s of draining {Left} of {Outstanding} calls still run; they are lost to their callers")]
        public static partial void DrainTimedOut(ILogger logger, double timeoutSeconds, int left, int outstanding);
    }
}
