using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Committing;

internal sealed partial class GroupCommitter
{
    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning, "Cannot commit a group of {Runs} runs: {Reason}")]
        public static partial void GroupFailed(ILogger logger, int runs, string reason);

        [LoggerMessage(5102, LogLevel.Error, "Committing a group of {Runs} runs failed inside; the runs are repeated, each by itself")]
        public static partial void Defect(ILogger logger, Exception defect, int runs);
    }
}
