using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Routing;

internal sealed partial class ApiPipeline
{
    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Failed(ILogger logger, string method, string path, Exception exception);
    }
}
