using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Events;

internal sealed partial class EventsEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Warning, "The worker's result of {Tenant}'s template {Template} is not JSON; the caller got null in its place")]
        public static partial void ResultMalformed(ILogger logger, TenantId tenant, string template);
    }
}
