using Microsoft.Extensions.Logging;

namespace TemplateWorker.Hosting.Supervisor;

internal sealed partial class EmbeddedServer
{
    private static partial class Log
    {
        [LoggerMessage(1251, LogLevel.Error,
            "The embedded PostgreSQL server in {Folder} ended (server.log there says why); starting it again")]
        public static partial void Restarting(ILogger logger, string folder);

        [LoggerMessage(1252, LogLevel.Warning, "The embedded PostgreSQL server in {Folder} runs again after {Seconds:F1} s")]
        public static partial void Restarted(ILogger logger, string folder, double seconds);

        [LoggerMessage(1253, LogLevel.Critical, "{Reason}\nStopping with status 1")]
        public static partial void CannotRestart(ILogger logger, string reason);

        [LoggerMessage(1254, LogLevel.Critical,
            "The embedded PostgreSQL server in {Folder} ended {Times} times within {Minutes:F0} min (server.log there says why); stopping with status 1")]
        public static partial void GivenUp(ILogger logger, string folder, int times, double minutes);
    }
}
