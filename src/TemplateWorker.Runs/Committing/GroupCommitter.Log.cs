using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Committing;

internal sealed partial class GroupCommitter
{
    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning, "Cannot commit a group of {Runs} runs: {Reason}")]
        public static partial void GroupFailed(ILogger logger, int runs, string reason);
    }
}
