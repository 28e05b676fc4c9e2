using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Events;

internal sealed partial class EventsEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Warning, "The worker returned a result that is not JSON for template {Template} of {Tenant}; the caller received null instead")]
        public static partial void ResultMalformed(ILogger logger, TenantId tenant, string template);
    }
}
