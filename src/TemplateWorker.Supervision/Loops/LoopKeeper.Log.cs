using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Loops;

internal sealed partial class LoopKeeper
{
    private static partial class Log
    {
        [LoggerMessage(8501, LogLevel.Error, "Background work '{Loop}' failed unexpectedly; restarting it in {Seconds:F0} s")]
        public static partial void Restarting(ILogger logger, Exception fault, string loop, double seconds);

        [LoggerMessage(8502, LogLevel.Critical, "Background work '{Loop}' failed {Failures} times in a row; the supervisor stops with status 1")]
        public static partial void GivenUp(ILogger logger, Exception fault, string loop, int failures);
    }
}
