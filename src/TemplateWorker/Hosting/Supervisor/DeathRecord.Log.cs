using Microsoft.Extensions.Logging;

namespace TemplateWorker.Hosting.Supervisor;

internal sealed partial class DeathRecord
{
    private static partial class Log
    {
        [LoggerMessage(1311, LogLevel.Warning,
            "Delivery {Delivery} of {Tenant} was quarantined: its worker died {Deaths} times while it ran. It is a dead letter of template {Template}")]
        public static partial void Quarantined(ILogger logger, long delivery, TenantId tenant, int deaths, string template);

        [LoggerMessage(1312, LogLevel.Warning,
            "Delivery {Delivery} of {Tenant} was quarantined: its worker died {Deaths} times while it ran. It holds the lane of template {Template}")]
        public static partial void Parked(ILogger logger, long delivery, TenantId tenant, int deaths, string template);
    }
}
