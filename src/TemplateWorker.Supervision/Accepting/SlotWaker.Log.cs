using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Accepting;

internal sealed partial class SlotWaker
{
    private static partial class Log
    {
        [LoggerMessage(8101, LogLevel.Warning, "The owners of {Slots} slots could not be woken; they find out by themselves: {Reason}")]
        public static partial void NotWoken(ILogger logger, int slots, string reason);
    }
}
