using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Leases;

internal sealed partial class SlotLease
{
    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Information, "Took {Claimed} slots, has {Held} now")]
        public static partial void Claimed(ILogger logger, int claimed, int held);

        [LoggerMessage(8002, LogLevel.Information, "Gave {Given} slots up to other supervisors, has {Held} now")]
        public static partial void GaveUp(ILogger logger, int given, int held);

        [LoggerMessage(8003, LogLevel.Warning, "Of {Had} slots the database says that {Has} are left: this supervisor was not heard of for too long")]
        public static partial void Reloaded(ILogger logger, int had, int has);

        [LoggerMessage(8004, LogLevel.Warning, "The lease of the slots cannot be renewed, which is tried again until it works: {Reason}")]
        public static partial void Failing(ILogger logger, string reason);

        [LoggerMessage(8005, LogLevel.Information, "The lease of the slots is renewed again")]
        public static partial void Recovered(ILogger logger);

        [LoggerMessage(8006, LogLevel.Warning, "The slots could not be given up, the others take them when the lease is over: {Reason}")]
        public static partial void NotLeft(ILogger logger, string reason);
    }
}
