using System.Net;
using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Connections;

internal sealed partial class ConnectionAdmission
{
    private static partial class Log
    {
        [LoggerMessage(7004, LogLevel.Warning, "Refused a connection of {Address}, and {Untold} others since the last such line: {Reason}")]
        public static partial void Refused(ILogger logger, IPAddress address, string reason, int untold);
    }
}
