using Microsoft.Extensions.Logging;

namespace TemplateWorker.Hosting;

internal sealed partial class SchemaUpgrade
{
    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Information, "Migration {Migration} applied in {DurationMs:F0} ms")]
        public static partial void Applied(ILogger logger, string migration, double durationMs);

        [LoggerMessage(1102, LogLevel.Warning, "Migration {Migration}: {Notice}")]
        public static partial void Noticed(ILogger logger, string migration, string notice);

        [LoggerMessage(1103, LogLevel.Information, "Another process migrates this database; waiting for it")]
        public static partial void Waiting(ILogger logger);

        [LoggerMessage(1104, LogLevel.Warning, "Migration {Migration} did not get its lock ({Attempt} attempts): {Blockers}")]
        public static partial void Blocked(ILogger logger, string migration, string attempt, string blockers);

        [LoggerMessage(1105, LogLevel.Information, "Migration {Migration} undone in {DurationMs:F0} ms")]
        public static partial void Undone(ILogger logger, string migration, double durationMs);
    }
}
