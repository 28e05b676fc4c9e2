using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Accepting;

internal sealed partial class SlotWaker
{
    private static partial class Log
    {
        [LoggerMessage(8101, LogLevel.Warning, "Could not wake the supervisors of {Slots} slots; they notice at their next sweep: {Reason}")]
        public static partial void NotWoken(ILogger logger, int slots, string reason);
    }
}
