using System.Net;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Server;
using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Configuration.Schema;

/// <summary>The keys of <c>addrs</c>.</summary>
internal static class AddrsTable
{
    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<ConfigKey<AddrsOptions>> Keys { get; } =
    [
        Key<IPEndPoint>("http", new EndpointSyntax(), o => o.Http, (o, v) => o with { Http = v },
            "Where the HTTP API listens. An address other than loopback requires a token."),
        Key<IReadOnlyList<string>>("hosts", new HostsSyntax(), o => o.Hosts, (o, v) => o with { Hosts = v },
            "Further names under which requests without a valid token are answered; other names get 421 ([http-api.md](http-api.md#host-and-origin))."),
        Key("open", new BooleanSyntax(), o => o.Open, (o, v) => o with { Open = v },
            "Serve without tokens, for a trial on one machine. With `false` and an empty `tokens`, the supervisor makes an admin token in the file "
            + "`admin-token` beside the configuration file."),
        Key<IPEndPoint?>("health", new OptionalEndpointSyntax(), o => o.Health, (o, v) => o with { Health = v },
            "Where `/livez` and `/readyz`, and nothing else, are served too, without a token. Clients that use up the connections of `http` do not "
            + "shut out health checks there."),
        Key<IPEndPoint?>("metrics", new OptionalEndpointSyntax(), o => o.Metrics, (o, v) => o with { Metrics = v },
            "Where `/metrics`, and nothing else, is served without a token ([metrics.md](metrics.md)). At `http` it requires a token of role `admin` or `operator`."),
        Count("connections", c => c.All, (c, v) => c with { All = v },
            "Connections to `http`; one more is refused with 429."),
        Count("connections_per_address", c => c.PerAddress, (c, v) => c with { PerAddress = v },
            "Connections of one IPv4 address or IPv6 network (/64); one more is refused with 429. At most `connections`; behind a proxy, all clients have its address."),
        Count("connections_per_token", c => c.PerToken, (c, v) => c with { PerToken = v },
            "Connections that presented one token; a request on one more is refused with 429. At most `connections`."),
        Key("idle_without_token", new DurationSyntax(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            o => o.Connections.IdleWithoutToken, (o, v) => o with { Connections = o.Connections with { IdleWithoutToken = v } },
            "Time without a request after which a connection that never presented a valid token is closed. Others are closed after 2 minutes."),
    ];

    private static TypedKey<AddrsOptions, int> Count(
        string name, Func<ConnectionLimits, int> get, Func<ConnectionLimits, int, ConnectionLimits> with, string help) =>
        Key(name, new IntegerSyntax(1, 1_000_000), o => get(o.Connections), (o, v) => o with { Connections = with(o.Connections, v) }, help);

    private static TypedKey<AddrsOptions, TValue> Key<TValue>(
        string name, ValueSyntax<TValue> syntax, Func<AddrsOptions, TValue> get, Func<AddrsOptions, TValue, AddrsOptions> with, string help) =>
        new(name, syntax, get, with, help);
}
