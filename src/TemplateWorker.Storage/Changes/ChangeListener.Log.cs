using Microsoft.Extensions.Logging;

namespace TemplateWorker.Storage.Changes;

public sealed partial class ChangeListener
{
    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Warning, "Lost the connection for change notifications; reconnecting: {Cause}")]
        public static partial void Lost(ILogger logger, string cause);

        [LoggerMessage(6102, LogLevel.Information, "Receiving change notifications again after {OutageSeconds:F1} s")]
        public static partial void Restored(ILogger logger, double outageSeconds);

        [LoggerMessage(6103, LogLevel.Warning, "Our test notification did not arrive within {Seconds:F0} s, so there may be a pooler in transaction mode between us and the server; polling for changes every {IntervalSeconds:F0} s instead. Set meta.direct_postgres_url to receive notifications")]
        public static partial void Deaf(ILogger logger, double seconds, double intervalSeconds);

        [LoggerMessage(6104, LogLevel.Information, "Change notifications of the database arrive")]
        public static partial void Hears(ILogger logger);
    }
}
