using Microsoft.Extensions.Logging;

namespace TemplateWorker.Hosting.Supervisor;

internal static partial class SupervisorHost
{
    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Error, "{Reason}")]
        public static partial void CannotStart(ILogger logger, string reason);

        [LoggerMessage(1202, LogLevel.Information, "Listening on {Address}, with {Database}")]
        public static partial void Listening(ILogger logger, string address, string database);

        [LoggerMessage(1205, LogLevel.Warning,
            "The script engine of this machine failed its promise-flood test: such a run ends only when its worker is killed (docs/engines.md)")]
        public static partial void NoMicrotaskGuard(ILogger logger);

        [LoggerMessage(1208, LogLevel.Warning, "{Doubt}")]
        public static partial void NotDurable(ILogger logger, string doubt);

        [LoggerMessage(1206, LogLevel.Warning, "{Warning}")]
        public static partial void FitsBadly(ILogger logger, string warning);

        [LoggerMessage(1209, LogLevel.Information, "Health checks on {Address}")]
        public static partial void ServingHealth(ILogger logger, string address);

        [LoggerMessage(1215, LogLevel.Information, "Metrics on {Address}/metrics")]
        public static partial void ServingMetrics(ILogger logger, string address);

        [LoggerMessage(1216, LogLevel.Information, "Console on {Address}/console")]
        public static partial void ServingConsole(ILogger logger, string address);

        [LoggerMessage(1210, LogLevel.Warning,
            "addrs.open is true: every user and program that can connect to {Address} may do everything, without a token")]
        public static partial void Open(ILogger logger, string address);

        [LoggerMessage(1211, LogLevel.Information, "No token is configured, so callers need the admin token in {Path}")]
        public static partial void AdminToken(ILogger logger, string path);

        [LoggerMessage(1212, LogLevel.Warning, "{Shortfall}")]
        public static partial void NotSandboxed(ILogger logger, string shortfall);

        [LoggerMessage(1213, LogLevel.Warning,
            "Started as root: code that breaks out of the script engine has every right of this machine or container. Start as an unprivileged user (User= in a systemd unit, --user or user: in Docker)")]
        public static partial void IsRoot(ILogger logger);

        [LoggerMessage(1214, LogLevel.Warning, "{Warning}")]
        public static partial void SecretExposed(ILogger logger, string warning);

        [LoggerMessage(1203, LogLevel.Information, "Stopping: running work has {DrainSeconds:F0} s to finish; a second signal stops at once")]
        public static partial void Stopping(ILogger logger, double drainSeconds);

        [LoggerMessage(1204, LogLevel.Information, "Stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
