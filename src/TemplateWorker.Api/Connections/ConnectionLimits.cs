namespace TemplateWorker.Api.Connections;

/// <summary>What clients may hold open.</summary>
internal sealed record ConnectionLimits
{
    /// <summary>Connections in all: 1 to 1,000,000. One more is refused. Default 10,000.</summary>
    public int All { get; init; } = 10_000;

    /// <summary>Connections from one IPv4 address or IPv6 network of 64 bits: 1 to 1,000,000. One more is refused. Default 2,000.</summary>
    public int PerAddress { get; init; } = 2_000;

    /// <summary>Connections whose latest valid token is the same: 1 to 1,000,000. A request on one more is refused, and the connection closed. Default 2,000.</summary>
    public int PerToken { get; init; } = 2_000;

    /// <summary>Time without a request after which a connection that never presented a valid token is closed: 1 s to 10 min. Default 10 s.</summary>
    public TimeSpan IdleWithoutToken { get; init; } = TimeSpan.FromSeconds(10);
}
