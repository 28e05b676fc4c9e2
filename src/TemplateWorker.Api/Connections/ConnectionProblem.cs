using System.Globalization;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Connections;

/// <summary>The refusals of connections.</summary>
internal static class ConnectionProblem
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>The refusal of a new connection.</summary>
    public static Problem Of(ConnectionLimit broken, ConnectionLimits limits) => broken == ConnectionLimit.All
        ? Refusal(string.Create(CultureInfo.InvariantCulture, $"The server has {limits.All} connections (addrs.connections)."), limits.All)
        : Refusal(string.Create(CultureInfo.InvariantCulture, $"This address has {limits.PerAddress} connections (addrs.connections_per_address)."), limits.PerAddress);

    /// <summary>The refusal of a request, since its connection would be one too many of its token.</summary>
    public static Problem OfToken(Caller caller, ConnectionLimits limits) => Refusal(
        string.Create(CultureInfo.InvariantCulture, $"The token '{caller.Name}' has {limits.PerToken} connections (addrs.connections_per_token)."), limits.PerToken);

    private static Problem Refusal(string reason, int limit) => new(
        ProblemKinds.TooManyConnections, $"{reason} Close those that are not used, and send many requests over one.", new ProblemMember("limit", limit))
    {
        RetryAfter = RetryAfter,
    };
}
