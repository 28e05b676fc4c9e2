using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Scheduling;

internal sealed partial class ScriptThread
{
    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "A turn of {Tenant} failed inside the worker; its call is refused and its heap given back")]
        public static partial void TurnFailed(ILogger logger, Exception fault, TenantId tenant);
    }
}
