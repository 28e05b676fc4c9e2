using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Access;

internal sealed partial class TokenRefresh
{
    private static partial class Log
    {
        [LoggerMessage(7961, LogLevel.Warning, "Cannot read which tokens were changed, so those that are known stay valid until they expire; trying again: {Cause}")]
        public static partial void CannotRead(ILogger logger, string cause);

        [LoggerMessage(7962, LogLevel.Information, "Changes of tokens can be read again after {Seconds:F1} s")]
        public static partial void ReadsAgain(ILogger logger, double seconds);
    }
}
