using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Launching;

internal sealed partial class WorkerArrivals
{
    private static partial class Log
    {
        [LoggerMessage(EventId = 2101, Message = "Refused a connection to the worker socket ({Reason}, pid {ProcessId}): {Message}")]
        public static partial void Refused(ILogger logger, LogLevel level, HandshakeRefusal reason, string message, int? processId);

        [LoggerMessage(2103, LogLevel.Error, "Cannot accept worker connections; retrying: {Reason}")]
        public static partial void CannotAccept(ILogger logger, string reason);

        [LoggerMessage(2102, LogLevel.Error, "Worker handshake failed in the supervisor")]
        public static partial void HandshakeFailed(ILogger logger, Exception fault);
    }
}
