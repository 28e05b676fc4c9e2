using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Actions;

internal sealed partial class ActionPusher
{
    private static partial class Log
    {
        [LoggerMessage(8811, LogLevel.Warning, "Actions could not be claimed, trying again every second: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);

        [LoggerMessage(8812, LogLevel.Warning, "What became of the actions of {Count} channels could not be stored; those that were taken are sent again: {Reason}")]
        public static partial void NotSettled(ILogger logger, int count, string reason);
    }
}
