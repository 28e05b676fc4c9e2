using Microsoft.Extensions.Logging;

namespace TemplateWorker.Hosting.Worker;

internal static partial class WorkerHost
{
    private static partial class Log
    {
        [LoggerMessage(1401, LogLevel.Critical, "Worker crashed")]
        public static partial void Crashed(ILogger logger, Exception fault);
    }
}
