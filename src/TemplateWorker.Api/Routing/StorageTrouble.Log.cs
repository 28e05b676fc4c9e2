using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;

namespace TemplateWorker.Api.Routing;

internal sealed partial class StorageTrouble
{
    private static partial class Log
    {
        [LoggerMessage(7002, LogLevel.Warning, "Database unavailable to a request ({Fault}): {Reason} ({Untold} more since the last report)")]
        public static partial void Unavailable(ILogger logger, StorageFault fault, string reason, int untold);

        [LoggerMessage(7003, LogLevel.Error, "Database error in a request ({Fault}): {Reason}")]
        public static partial void Refused(ILogger logger, StorageFault fault, string reason);
    }
}
