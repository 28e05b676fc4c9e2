using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Workers;

internal sealed partial class DatabaseProbe
{
    private static partial class Log
    {
        [LoggerMessage(7501, LogLevel.Warning, "Not ready: database unavailable ({Fault}): {Reason}")]
        public static partial void Unusable(ILogger logger, string fault, string reason);

        [LoggerMessage(7502, LogLevel.Information, "Database available again after {Seconds:F1} s")]
        public static partial void UsableAgain(ILogger logger, double seconds);
    }
}
