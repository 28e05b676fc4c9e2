using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Committing;

internal sealed partial class GroupCommitter
{
    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning, "A group of {Runs} runs could not be committed, their callers are told so: {Reason}")]
        public static partial void GroupFailed(ILogger logger, int runs, string reason);
    }
}
