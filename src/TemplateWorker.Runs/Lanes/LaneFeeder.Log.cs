using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Lanes;

internal sealed partial class LaneFeeder
{
    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Warning, "Cannot read lanes; retrying: {Reason}")]
        public static partial void ReadingFailed(ILogger logger, string reason);

        [LoggerMessage(5303, LogLevel.Critical, "Internal error while reading lanes; this worker stops")]
        public static partial void Broken(ILogger logger, Exception fault);

        [LoggerMessage(5302, LogLevel.Information, "Reading lanes works again")]
        public static partial void ReadingAgain(ILogger logger);
    }
}
