using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Workers;

internal sealed partial class WorkersEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7401, LogLevel.Information, "A restart of worker {Worker} was asked for, by {Caller}")]
        public static partial void RestartRequested(ILogger logger, int worker, string caller);
    }
}
