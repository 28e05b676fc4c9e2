using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Templates;

internal sealed partial class TemplatesEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7201, LogLevel.Information, "{Tenant}'s template {Template} runs version {Version} now, by {Caller}")]
        public static partial void Activated(ILogger logger, TenantId tenant, string template, int version, string caller);

        [LoggerMessage(7202, LogLevel.Information, "{Tenant}'s template {Template} was deleted, by {Caller}")]
        public static partial void Deleted(ILogger logger, TenantId tenant, string template, string caller);
    }
}
