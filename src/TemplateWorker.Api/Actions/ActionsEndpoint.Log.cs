using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Actions;

internal sealed partial class ActionsEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7921, LogLevel.Information, "{Count} actions of {Tenant} are sent again, {Caller} asked for it")]
        public static partial void Replayed(ILogger logger, int count, TenantId tenant, string caller);

        [LoggerMessage(7922, LogLevel.Information, "{Count} actions of {Tenant} are dropped, {Caller} asked for it")]
        public static partial void Dropped(ILogger logger, int count, TenantId tenant, string caller);
    }
}
