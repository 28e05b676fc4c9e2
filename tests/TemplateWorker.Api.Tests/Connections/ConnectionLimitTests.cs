using System.Net;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests.Connections;

/// <summary>Holds connections open and looks at who is refused.</summary>
public sealed class ConnectionLimitTests
{
    private const string Other = "127.0.0.2";
    private const string State = "/v1/tenants/guild/1/state";

    [DatabaseFact]
    public async Task One_connection_too_many_of_an_address_is_refused_at_once_and_costs_no_other()
    {
        await using var api = await StartAsync(new ConnectionLimits { PerAddress = 2 });
        using var first = await TakenAsync(api);
        using var second = await TakenAsync(api);

        using var third = await OpenAsync(api);
        var refusal = await third.AnswerAsync();

        refusal.ShouldBeProblem(429, "too_many_connections");
        refusal.Detail.ShouldContain("This address has 2 connections (addrs.connections_per_address)");
        refusal.Headers["Connection"].ShouldBe("close");
        await third.ShouldBeClosedAsync();
        (await first.AskAsync("/livez", null)).ShouldHaveStatus(200);
        using var other = await TakenAsync(api, Other);
        api.Loggers.Lines.Count(line => line.StartsWith("7004 Warning", StringComparison.Ordinal) && line.Contains("127.0.0.1")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_connection_that_is_closed_makes_room()
    {
        await using var api = await StartAsync(new ConnectionLimits { PerAddress = 1 });
        (await TakenAsync(api)).Dispose();

        ApiAnswer answer;
        do
        {
            using var next = await OpenAsync(api);
            answer = await next.AskAsync("/livez", null);
        }
        while (answer.Status == 429);

        answer.ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task One_connection_too_many_of_all_is_refused_with_the_setting()
    {
        await using var api = await StartAsync(new ConnectionLimits { All = 2 });
        using var first = await TakenAsync(api);
        using var second = await TakenAsync(api, Other);

        using var third = await OpenAsync(api, "127.0.0.3");

        (await third.AnswerAsync()).Detail.ShouldContain("The server has 2 connections (addrs.connections)");
    }

    [DatabaseFact]
    public async Task One_connection_too_many_of_a_token_is_refused_by_its_first_request()
    {
        await using var api = await StartAsync(new ConnectionLimits { PerToken = 1 });
        using var first = await TakenAsync(api);
        using var second = await TakenAsync(api);
        using var third = await TakenAsync(api);
        (await first.AskAsync(State, ApiServer.TenantToken)).ShouldHaveStatus(200);
        (await first.AskAsync(State, ApiServer.TenantToken)).ShouldHaveStatus(200);

        var refusal = await second.AskAsync(State, ApiServer.TenantToken);

        refusal.ShouldBeProblem(429, "too_many_connections");
        refusal.Detail.ShouldContain("The token 'one' has 1 connections (addrs.connections_per_token)");
        await second.ShouldBeClosedAsync();
        // Another token counts for itself, and a connection counts for the latest one.
        (await first.AskAsync(State, ApiServer.AdminToken)).ShouldHaveStatus(200);
        (await third.AskAsync(State, ApiServer.TenantToken)).ShouldHaveStatus(200);
        (await first.AskAsync(State, ApiServer.AdminToken)).ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task A_connection_without_a_valid_token_is_closed_when_it_is_idle()
    {
        await using var api = await StartAsync(new ConnectionLimits { IdleWithoutToken = TimeSpan.FromSeconds(1) });
        using var known = await TakenAsync(api);
        (await known.AskAsync(State, ApiServer.AdminToken)).ShouldHaveStatus(200);
        using var silent = await OpenAsync(api);
        using var probe = await TakenAsync(api);
        (await probe.AskAsync("/livez", ApiServer.AdminToken)).ShouldHaveStatus(200);
        using var guess = await TakenAsync(api);
        (await guess.AskAsync(State, "a-token-that-is-wrong")).ShouldBeProblem(401, "unauthorized");

        await silent.ShouldBeClosedAsync();
        await probe.ShouldBeClosedAsync();
        await guess.ShouldBeClosedAsync();

        (await known.AskAsync(State, ApiServer.AdminToken)).ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task Health_checks_have_an_address_that_the_connections_of_clients_do_not_fill()
    {
        await using var api = await ApiServer.StartAsync(options => options with
        {
            Addrs = options.Addrs with { Connections = new ConnectionLimits { All = 1 }, Health = new IPEndPoint(IPAddress.Loopback, 0) },
        });
        using var client = await TakenAsync(api);
        using var refused = await OpenAsync(api);
        (await refused.AnswerAsync()).ShouldBeProblem(429, "too_many_connections");

        using var probe = await RawConnection.OpenAsync(api.Health!);

        (await probe.AskAsync("/livez", null)).ShouldHaveStatus(200);
        (await probe.AskAsync("/readyz", null, "any.name.example")).ShouldHaveStatus(200);
        foreach (var path in (string[])[State, "/openapi/v1.json", "/v1/workers", "/", "/LIVEZ", "/livez/"])
        {
            (await probe.AskAsync(path, ApiServer.AdminToken)).ShouldBeProblem(404, "unknown_route");
        }
    }

    [DatabaseFact]
    public async Task Health_checks_have_a_limit_of_their_own()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with
        {
            Addrs = options.Addrs with { Health = new IPEndPoint(IPAddress.Loopback, 0) },
        });
        var probes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => TakenAsync(api.Health!)));

        using var one = await RawConnection.OpenAsync(api.Health!);

        (await one.AnswerAsync()).ShouldBeProblem(429, "too_many_connections");
        Array.ForEach(probes, probe => probe.Dispose());
    }

    private static Task<ApiServer> StartAsync(ConnectionLimits limits) =>
        ApiServer.StartWithoutWorkersAsync(options => options with { Addrs = options.Addrs with { Connections = limits } });

    /// <summary>Opens a connection that the server is to take, and waits until it has: it takes those of one moment in any order.</summary>
    private static Task<RawConnection> TakenAsync(ApiServer api, string from = "127.0.0.1") => TakenAsync(api.Client.BaseAddress!, from);

    private static async Task<RawConnection> TakenAsync(Uri server, string from = "127.0.0.1")
    {
        var connection = await RawConnection.OpenAsync(server, from);
        (await connection.AskAsync("/livez", null)).ShouldHaveStatus(200);
        return connection;
    }

    private static Task<RawConnection> OpenAsync(ApiServer api, string from = "127.0.0.1") => RawConnection.OpenAsync(api.Client.BaseAddress!, from);
}
