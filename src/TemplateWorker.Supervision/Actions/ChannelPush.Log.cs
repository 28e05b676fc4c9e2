using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Actions;

internal sealed partial class ChannelPush
{
    private static partial class Log
    {
        [LoggerMessage(8801, LogLevel.Warning, "Action {Action} ({Type}) of {Tenant} was given up by the route {Route} after {Attempts} attempts: {Reason}. Send it again with: template-worker actions replay")]
        public static partial void GivenUp(ILogger logger, Guid action, string type, TenantId tenant, string route, int attempts, string reason);

        [LoggerMessage(8802, LogLevel.Warning, "{Host} gets no actions for a moment: {Failures} requests in a row failed: {Reason}")]
        public static partial void HeldBack(ILogger logger, string host, int failures, string reason);

        [LoggerMessage(8803, LogLevel.Information, "{Host} takes actions again")]
        public static partial void Answers(ILogger logger, string host);

        [LoggerMessage(8804, LogLevel.Warning, "The route {Route} is disabled: {Host} answered 410 Gone. Enable it with: template-worker actions routes set")]
        public static partial void Disabled(ILogger logger, string route, string host);

        [LoggerMessage(8805, LogLevel.Warning, "The route {Route} could not be disabled: {Reason}")]
        public static partial void NotDisabled(ILogger logger, string route, string reason);

        [LoggerMessage(8806, LogLevel.Error, "A request of the route {Route} failed inside")]
        public static partial void Defect(ILogger logger, Exception defect, string route);
    }
}
