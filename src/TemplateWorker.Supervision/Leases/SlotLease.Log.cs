using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Leases;

internal sealed partial class SlotLease
{
    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Information, "Claimed {Claimed} slots; now holding {Held}")]
        public static partial void Claimed(ILogger logger, int claimed, int held);

        [LoggerMessage(8002, LogLevel.Information, "Released {Given} slots to other supervisors; now holding {Held}")]
        public static partial void GaveUp(ILogger logger, int given, int held);

        [LoggerMessage(8003, LogLevel.Warning, "Lease expired: {Has} of {Had} slots are left")]
        public static partial void Reloaded(ILogger logger, int had, int has);

        [LoggerMessage(8004, LogLevel.Warning, "Cannot renew the slot lease; retrying: {Reason}")]
        public static partial void Failing(ILogger logger, string reason);

        [LoggerMessage(8005, LogLevel.Information, "Slot lease renewed again")]
        public static partial void Recovered(ILogger logger);

        [LoggerMessage(8006, LogLevel.Warning, "Could not release the slots at shutdown; other supervisors take them when the lease expires: {Reason}")]
        public static partial void NotLeft(ILogger logger, string reason);
    }
}
