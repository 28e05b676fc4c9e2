using Microsoft.Extensions.Logging;

namespace TemplateWorker.Hosting;

internal sealed partial class ConfiguredRun
{
    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "{Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
