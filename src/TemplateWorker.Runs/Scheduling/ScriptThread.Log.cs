using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Scheduling;

internal sealed partial class ScriptThread
{
    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "Internal error in a run of {Tenant}; its call is refused and its heap is dropped")]
        public static partial void TurnFailed(ILogger logger, Exception fault, TenantId tenant);
    }
}
