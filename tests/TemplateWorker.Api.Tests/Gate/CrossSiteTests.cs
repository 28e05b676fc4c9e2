using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Gate;

namespace TemplateWorker.Api.Tests.Gate;

public sealed class CrossSiteTests
{
    private const string Host = "127.0.0.1:8080";

    [Theory]
    [InlineData(null, null)]
    [InlineData("same-origin", "http://127.0.0.1:8080")]
    [InlineData("none", null)]
    [InlineData(null, "http://127.0.0.1:8080")]
    [InlineData(null, "https://127.0.0.1:8080")]
    // A proxy rewrote the host; the browser saw one origin.
    [InlineData("same-origin", "https://console.example")]
    public void Programs_and_pages_of_the_same_origin_may_change_things(string? site, string? origin) =>
        CrossSite.Evidence("POST", Headers(site, origin)).ShouldBeNull();

    [Theory]
    [InlineData("cross-site", null, "Sec-Fetch-Site: cross-site")]
    [InlineData("same-site", "http://127.0.0.1:8080", "Sec-Fetch-Site: same-site")]
    [InlineData("none,none", null, "Sec-Fetch-Site: none,none")]
    [InlineData(null, "http://evil.example", "Origin: http://evil.example")]
    [InlineData(null, "http://127.0.0.1:8081", "Origin: http://127.0.0.1:8081")]
    [InlineData(null, "http://127.0.0.1:8080.evil.example", "Origin: http://127.0.0.1:8080.evil.example")]
    [InlineData(null, "127.0.0.1:8080", "Origin: 127.0.0.1:8080")]
    [InlineData(null, "null", "Origin: null")]
    [InlineData(null, "", "Origin: ")]
    public void What_another_origin_sends_is_recognized_by_its_header(string? site, string? origin, string evidence) =>
        CrossSite.Evidence("DELETE", Headers(site, origin)).ShouldBe(evidence);

    [Fact]
    public void Two_origins_are_no_origin_of_ours()
    {
        var headers = Headers(null, null);
        headers["Origin"] = new(["http://127.0.0.1:8080", "http://127.0.0.1:8080"]);

        CrossSite.Evidence("POST", headers).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public void Reading_is_open_to_pages_whose_browser_keeps_the_answer_from_them(string method) =>
        CrossSite.Evidence(method, Headers("cross-site", "http://evil.example")).ShouldBeNull();

    private static HeaderDictionary Headers(string? site, string? origin)
    {
        var headers = new HeaderDictionary { ["Host"] = Host };
        if (site is not null)
        {
            headers["Sec-Fetch-Site"] = site;
        }

        if (origin is not null)
        {
            headers["Origin"] = origin;
        }

        return headers;
    }
}
