using Microsoft.Extensions.Logging;

namespace TemplateWorker.Api.Tokens;

internal sealed partial class TokensEndpoint
{
    private static partial class Log
    {
        [LoggerMessage(7971, LogLevel.Information, "{Caller} issued the token {Prefix} with the name {Name} and the role {Role}")]
        public static partial void Issued(ILogger logger, string prefix, string name, string role, string caller);

        [LoggerMessage(7972, LogLevel.Information, "{Caller} replaced the token {Prefix} by {Successor}")]
        public static partial void Rotated(ILogger logger, string prefix, string successor, string caller);

        [LoggerMessage(7973, LogLevel.Information, "{Caller} revoked the token {Prefix}")]
        public static partial void Revoked(ILogger logger, string prefix, string caller);
    }
}
