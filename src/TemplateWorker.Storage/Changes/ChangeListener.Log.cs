using Microsoft.Extensions.Logging;

namespace TemplateWorker.Storage.Changes;

public sealed partial class ChangeListener
{
    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Warning, "No longer told of tenants' changes, trying to connect again: {Cause}")]
        public static partial void Lost(ILogger logger, string cause);

        [LoggerMessage(6102, LogLevel.Information, "Told of tenants' changes again after {OutageSeconds:F1} s")]
        public static partial void Restored(ILogger logger, double outageSeconds);

        [LoggerMessage(6103, LogLevel.Warning, "Nothing was heard of a notification of our own within {Seconds:F0} s: is there a pooler in transaction mode in between? From now on the database is asked every {IntervalSeconds:F0} s. Set meta.direct_postgres_url to be told at once")]
        public static partial void Deaf(ILogger logger, double seconds, double intervalSeconds);

        [LoggerMessage(6104, LogLevel.Information, "Notifications of the database are heard")]
        public static partial void Hears(ILogger logger);
    }
}
