using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Events;

internal sealed partial class IdempotencyKeysEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7911, LogLevel.Information, "{Caller} cleared the idempotency key {Key} of {Tenant}")]
        private static partial void KeyForgotten(ILogger logger, string key, TenantId tenant, string caller);

        public static void Forgotten(ILogger logger, string key, TenantId tenant, string caller) => KeyForgotten(logger, key, tenant, caller);
    }
}
