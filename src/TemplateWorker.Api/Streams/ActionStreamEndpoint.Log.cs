using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Streams;

internal sealed partial class ActionStreamEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7951, LogLevel.Warning, "The stream of actions of {Caller} was cut: it took nothing for {Seconds} s")]
        public static partial void Cut(ILogger logger, string caller, double seconds);
    }
}
