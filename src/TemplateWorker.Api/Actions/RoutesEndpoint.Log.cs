using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Actions;

internal sealed partial class RoutesEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7931, LogLevel.Information, "{Caller} saved the route {Route} of actions")]
        public static partial void Written(ILogger logger, string route, string caller);

        [LoggerMessage(7932, LogLevel.Information, "The route {Route} of actions is removed, {Caller} asked for it")]
        public static partial void Removed(ILogger logger, string route, string caller);
    }
}
