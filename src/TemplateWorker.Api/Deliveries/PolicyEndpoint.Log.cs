using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Deliveries;

internal sealed partial class PolicyEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7801, LogLevel.Information, "The retry policy of {Template} of {Tenant} is {Policy} now, {Caller} asked for it")]
        public static partial void Written(ILogger logger, string template, TenantId tenant, string policy, string caller);
    }
}
