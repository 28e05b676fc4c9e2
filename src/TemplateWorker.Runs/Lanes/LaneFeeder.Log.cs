using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Lanes;

internal sealed partial class LaneFeeder
{
    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Warning, "The lanes cannot be read, which is tried again until it works: {Reason}")]
        public static partial void ReadingFailed(ILogger logger, string reason);

        [LoggerMessage(5303, LogLevel.Critical, "The lanes can no longer be read because of a defect; this worker ends")]
        public static partial void Broken(ILogger logger, Exception fault);

        [LoggerMessage(5302, LogLevel.Information, "The lanes are read again")]
        public static partial void ReadingAgain(ILogger logger);
    }
}
