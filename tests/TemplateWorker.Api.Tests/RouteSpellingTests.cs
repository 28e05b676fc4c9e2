using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class RouteSpellingTests
{
    [Theory]
    [InlineData("/v1/tenants/guild/1/kv", true)]
    [InlineData("/v1/tenants/GUILD/A%2fB/kv", true)]
    [InlineData("/V1/tenants/guild/1/kv", false)]
    [InlineData("/v1/tenants/guild/1/KV", false)]
    [InlineData("/v1/tenants/guild/1/kv/", false)]
    [InlineData("/v1/tenants/guild/1/kv//", false)]
    [InlineData("//v1/tenants/guild/1/kv", false)]
    [InlineData("/v1/tenants/guild/1", false)]
    [InlineData("/v1/tenants/guild/1/kv/a", false)]
    [InlineData("/v1/tenants/guild//kv", false)]
    [InlineData("", false)]
    public void A_path_matches_in_its_own_letters_only(string path, bool matches) => new RouteSpelling(ApiPaths.Keys).Matches(path).ShouldBe(matches);

    [DatabaseFact]
    public async Task Every_route_is_unknown_in_capitals_and_with_a_slash_at_the_end()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        foreach (var route in api.Server.Routes)
        {
            var path = route.Path.Replace("{", "").Replace("}", "");
            (await api.SendAsync(route.Method, path.ToUpperInvariant())).ShouldBeProblem(404, "unknown_route");
            (await api.SendAsync(route.Method, $"{path}/")).ShouldBeProblem(404, "unknown_route");
            (await api.SendAsync("PATCH", path.ToUpperInvariant())).ShouldBeProblem(404, "unknown_route");
            (await api.SendAsync("PATCH", path)).ShouldBeProblem(405, "method_not_allowed");
        }
    }

    [DatabaseFact]
    public async Task Names_in_a_path_keep_their_case()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        (await api.SendAsync("PUT", "/v1/tenants/Guild/A/kv/Key", "1")).ShouldHaveStatus(200);

        (await api.SendAsync("GET", "/v1/tenants/Guild/A/kv/Key")).ShouldHaveStatus(200);
        (await api.SendAsync("GET", "/v1/tenants/Guild/A/kv/key")).ShouldBeProblem(404, "unknown_key");
    }
}
