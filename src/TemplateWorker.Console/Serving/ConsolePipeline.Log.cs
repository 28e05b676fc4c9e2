using Microsoft.Extensions.Logging;

namespace TemplateWorker.Console.Serving;

internal sealed partial class ConsolePipeline
{
    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Error, "Console page {Method} {Path} failed")]
        public static partial void Failed(ILogger logger, string method, string path, Exception exception);
    }
}
