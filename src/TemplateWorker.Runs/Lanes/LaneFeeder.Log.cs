using Microsoft.Extensions.Logging;

namespace TemplateWorker.Runs.Lanes;

internal sealed partial class LaneFeeder
{
    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Warning, "Cannot read lanes; retrying: {Reason}")]
        public static partial void ReadingFailed(ILogger logger, string reason);

        [LoggerMessage(5303, LogLevel.Critical, "Internal error while reading lanes; this worker stops")]
        public static partial void Broken(ILogger logger, Exception fault);

        [LoggerMessage(5304, LogLevel.Warning, "The lane of template '{Template}' of {Tenant} stood still for 5 s though its next delivery may run; it was read again. This is an internal error: report it")]
        public static partial void Stalled(ILogger logger, string template, TenantId tenant);

        [LoggerMessage(5305, LogLevel.Warning, "Delivery ids went back from {Given} to {LastId}: the database was restored, a standby took over without the last transactions, or SQL inserted a row with an id of its own; reading all lanes from the start")]
        public static partial void IdsWentBack(ILogger logger, long given, long lastId);

        [LoggerMessage(5306, LogLevel.Warning, "Transaction ids went back: the database was restored, or a standby took over without the last transactions; reading all lanes from the start")]
        public static partial void TransactionsWentBack(ILogger logger);

        [LoggerMessage(5307, LogLevel.Information, "The database is served by another server, or was restarted (it was started at {StartedAt}); reading all lanes from the start")]
        public static partial void ServerChanged(ILogger logger, DateTimeOffset startedAt);

        [LoggerMessage(5308, LogLevel.Error, "Row {Id} of slot {Slot} in 'deliveries' is no delivery and is passed over: {Fault} Correct or delete it with SQL")]
        public static partial void Unreadable(ILogger logger, long id, int slot, string fault);

        [LoggerMessage(5302, LogLevel.Information, "Reading lanes works again")]
        public static partial void ReadingAgain(ILogger logger);
    }
}
