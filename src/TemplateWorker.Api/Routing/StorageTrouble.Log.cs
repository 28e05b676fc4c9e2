using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;

namespace TemplateWorker.Api.Routing;

internal sealed partial class StorageTrouble
{
    private static partial class Log
    {
        [LoggerMessage(7002, LogLevel.Warning, "A request found the database unavailable ({Fault}): {Reason} ({Untold} more since this was last said)")]
        public static partial void Unavailable(ILogger logger, StorageFault fault, string reason, int untold);

        [LoggerMessage(7003, LogLevel.Error, "The database refused a request's work ({Fault}): {Reason}")]
        public static partial void Refused(ILogger logger, StorageFault fault, string reason);
    }
}
