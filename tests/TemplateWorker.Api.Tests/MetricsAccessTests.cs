using System.Net;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

/// <summary>Who may read the metrics, and where. What is in them: the end-to-end tests.</summary>
public sealed class MetricsAccessTests
{
    private const string Path = "/metrics";

    [DatabaseFact]
    public async Task At_the_api_an_admin_may_read_the_metrics_and_no_other_caller()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("GET", Path)).Status.ShouldBe(200);
        (await api.SendAsTenantAsync("GET", Path)).ShouldBeProblem(403, "forbidden");
        (await api.SendAsync(null, "GET", Path, null, [])).ShouldBeProblem(401, "unauthorized");
        var post = await api.SendAsync("POST", Path, "{}");
        post.ShouldBeProblem(405, "method_not_allowed");
        post.Headers["Allow"].ShouldBe("GET");
    }

    [DatabaseFact]
    public async Task Their_own_address_needs_no_token_and_serves_nothing_else()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with
        {
            Addrs = options.Addrs with { Health = new IPEndPoint(IPAddress.Loopback, 0), Metrics = new IPEndPoint(IPAddress.Loopback, 0) },
        });
        using var client = new HttpClient { BaseAddress = api.Metrics! };
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { Host = "any.name.example" } };
        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var scraper = await RawConnection.OpenAsync(api.Metrics!);
        foreach (var path in (string[])["/livez", "/v1/workers", "/", "/metrics/", "/METRICS"])
        {
            (await scraper.AskAsync(path, ApiServer.AdminToken)).ShouldBeProblem(404, "unknown_route");
        }

        using var probe = await RawConnection.OpenAsync(api.Health!);
        (await probe.AskAsync("/livez", null)).ShouldHaveStatus(200);
        (await probe.AskAsync(Path, ApiServer.AdminToken)).ShouldBeProblem(404, "unknown_route");
    }
}
