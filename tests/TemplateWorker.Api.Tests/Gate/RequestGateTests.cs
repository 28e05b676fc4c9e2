using System.Net;
using TemplateWorker.Api.Server;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests.Gate;

/// <summary>What a web page can make its visitor's browser send, over real connections.</summary>
public sealed class RequestGateTests
{
    private const string State = "/v1/tenants/guild/1/state";
    private const string Ban = "/v1/tenants/guild/1/ban";

    private static readonly (string, string) Rebound = ("Host", "rebind.evil.example");
    private static readonly (string, string) ForeignOrigin = ("Origin", "http://evil.example");
    private static readonly (string, string) ForeignSite = ("Sec-Fetch-Site", "cross-site");

    [DatabaseFact]
    public async Task Without_tokens_a_name_that_is_not_the_servers_is_refused_for_every_method()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with { Tokens = [] });

        foreach (var (method, path) in ((string, string)[])[("GET", State), ("POST", Ban), ("GET", "/openapi/v1.json"), ("GET", "/v1/nothing")])
        {
            var answer = await api.SendAsync(null, method, path, null, [Rebound]);

            answer.ShouldBeProblem(421, "misdirected_request");
            answer.Json["host"]!.GetValue<string>().ShouldBe("rebind.evil.example");
            answer.Detail.ShouldContain("addrs.hosts");
        }

        (await api.SendAsync(null, "GET", State, null, [("Host", "localhost:1")])).ShouldHaveStatus(200);
        // A token that nothing asks for does not make a name the server's.
        (await api.SendAsync(ApiServer.AdminToken, "GET", State, null, [Rebound])).ShouldBeProblem(421, "misdirected_request");
    }

    [DatabaseFact]
    public async Task With_tokens_a_valid_one_may_call_the_server_as_it_likes()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("GET", State, null, Rebound)).ShouldHaveStatus(200);
        (await api.SendAsync(null, "GET", State, null, [Rebound])).ShouldBeProblem(421, "misdirected_request");
        (await api.SendAsync("a-token-that-is-wrong", "GET", State, null, [Rebound])).ShouldBeProblem(421, "misdirected_request");
        (await api.SendAsync(null, "GET", State, null, [])).ShouldBeProblem(401, "unauthorized");
    }

    [DatabaseFact]
    public async Task Probes_may_call_the_server_as_they_like()
    {
        await using var api = await ApiServer.StartAsync();

        (await api.SendAsync(null, "GET", "/livez", null, [Rebound])).ShouldHaveStatus(200);
        (await api.SendAsync(null, "GET", "/readyz", null, [Rebound])).ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task A_name_of_the_configuration_is_the_servers()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with
        {
            Addrs = options.Addrs with { Hosts = ["worker"] },
            Tokens = [],
        });

        (await api.SendAsync(null, "GET", State, null, [("Host", "Worker:8080")])).ShouldHaveStatus(200);
        (await api.SendAsync(null, "GET", State, null, [("Host", "other")])).ShouldBeProblem(421, "misdirected_request");
    }

    [DatabaseFact]
    public async Task On_all_addresses_one_that_was_not_connected_to_is_not_the_servers()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with
        {
            Addrs = new AddrsOptions { Http = new IPEndPoint(IPAddress.Any, 0) },
        });

        using var connection = await RawConnection.OpenAsync(new Uri($"http://127.0.0.5:{api.Client.BaseAddress!.Port}"));

        (await connection.AskAsync("/v1/nothing", null, "127.0.0.5")).ShouldBeProblem(404, "unknown_route");
        (await connection.AskAsync("/v1/nothing", null, "10.1.2.3")).ShouldBeProblem(421, "misdirected_request");
    }

    [DatabaseFact]
    public async Task A_page_of_another_site_changes_nothing_whatever_its_token()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        foreach (var header in ((string, string)[])[ForeignOrigin, ForeignSite, ("Sec-Fetch-Site", "same-site"), ("Origin", "null")])
        {
            foreach (var method in (string[])["POST", "PUT", "DELETE", "PATCH"])
            {
                var answer = await api.SendAsync(method, Ban, null, header);

                answer.ShouldBeProblem(403, "cross_site_request");
                answer.Detail.ShouldContain($"{header.Item1}: {header.Item2}");
            }
        }

        (await api.SendAsync("GET", State, null, ForeignOrigin, ForeignSite)).ShouldHaveStatus(200).Json["banned"]!.GetValue<bool>().ShouldBeFalse();
    }

    [DatabaseFact]
    public async Task A_page_of_the_server_itself_may_change_things()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with { Tokens = [] });
        var own = $"http://127.0.0.1:{api.Client.BaseAddress!.Port}";

        (await api.SendAsync(null, "POST", Ban, null, [("Origin", own), ("Sec-Fetch-Site", "same-origin")])).ShouldHaveStatus(200);
        (await api.SendAsync(null, "POST", Ban, null, [("Origin", own)])).ShouldHaveStatus(200);
        (await api.SendAsync(null, "POST", Ban, null, [("Origin", $"{own}0")])).ShouldBeProblem(403, "cross_site_request");
    }
}
