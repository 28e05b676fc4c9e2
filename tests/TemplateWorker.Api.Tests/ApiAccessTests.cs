using TemplateWorker.Api.Access;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class ApiAccessTests
{
    [DatabaseFact]
    public async Task Every_route_that_is_not_open_asks_for_a_token()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        foreach (var route in api.Server.Routes)
        {
            var answer = await api.SendAsync(null, route.Method, Filled(route.Path, "1"), null, []);
            if (route.Access == RouteAccess.Open)
            {
                answer.Status.ShouldBeOneOf(200, 503);
                continue;
            }

            answer.ShouldBeProblem(401, "unauthorized");
            answer.Headers["WWW-Authenticate"].ShouldBe("Bearer");
            answer = await api.SendAsync("a-token-that-is-wrong", route.Method, Filled(route.Path, "1"), null, []);
            answer.ShouldBeProblem(401, "unauthorized");
            answer.Headers["WWW-Authenticate"].ShouldBe("Bearer error=\"invalid_token\"");
        }
    }

    [DatabaseFact]
    public async Task A_tenants_token_is_refused_everywhere_but_at_its_own()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        foreach (var route in api.Server.Routes.Where(route => route.Access != RouteAccess.Open))
        {
            (await api.SendAsTenantAsync(route.Method, Filled(route.Path, "2"))).ShouldBeProblem(403, "forbidden");
            if (route.Access == RouteAccess.Admin)
            {
                (await api.SendAsTenantAsync(route.Method, Filled(route.Path, "1"))).ShouldBeProblem(403, "forbidden");
            }
        }

        (await api.SendAsTenantAsync("GET", "/v1/tenants/guild/1/state")).ShouldHaveStatus(200);
        (await api.SendAsTenantAsync("GET", "/v1/tenants/guild/%31/state")).ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task Every_route_allows_each_role_what_it_may_and_refuses_the_rest()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var tokens = new Dictionary<TokenRole, string>();
        foreach (var role in Enum.GetValues<TokenRole>())
        {
            tokens[role] = await api.IssueAsync(role, role.HasTenant() ? ApiServer.Tenant : null);
        }

        foreach (var route in api.Server.Routes.Where(route => route.Access != RouteAccess.Open))
        {
            foreach (var owner in (string[])["1", "2"])
            {
                foreach (var (role, token) in tokens)
                {
                    var isOwn = route.Access == RouteAccess.Tenant && owner == "1";
                    var mayReach = !role.HasTenant() || isOwn;
                    var mayUse = route.Method == "GET" || role is TokenRole.Admin or TokenRole.Tenant;
                    if (mayReach && mayUse)
                    {
                        // Allowed routes do things that this test does not want to happen; each has tests of its own.
                        AccessCheck.Refuse(new Caller("x", role, role.HasTenant() ? ApiServer.Tenant : null), route.Access, route.Use, new TenantId("guild", owner)).ShouldBeNull();
                        continue;
                    }

                    var answer = await api.SendAsync(token, route.Method, Filled(route.Path, owner), null, []);
                    answer.Problem.ShouldBe("forbidden", $"{route.Method} {route.Path} of {owner} by {role}");
                }
            }
        }

        foreach (var (role, status) in new[] { (TokenRole.Admin, 200), (TokenRole.Operator, 200), (TokenRole.Tenant, 403), (TokenRole.TenantRead, 403) })
        {
            (await api.SendAsync(tokens[role], "GET", "/v1/workers", null, [])).ShouldHaveStatus(status);
            (await api.SendAsync(tokens[role], "GET", "/v1/tenants/guild/1/state", null, [])).ShouldHaveStatus(200);
            (await api.SendAsync(tokens[role], "GET", "/v1/tenants/guild/2/state", null, [])).ShouldHaveStatus(status);
            (await api.SendAsync(tokens[role], "GET", "/metrics", null, [])).ShouldHaveStatus(status);
            (await api.SendAsync(tokens[role], "PUT", "/v1/tenants/guild/1/kv/a", "1", [])).ShouldHaveStatus(role is TokenRole.Admin or TokenRole.Tenant ? 200 : 403);
        }
    }

    [DatabaseFact]
    public async Task What_concerns_all_tenants_and_bans_are_for_admins()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        api.Server.Routes.Where(route => route.Access == RouteAccess.Admin).Select(route => $"{route.Method} {route.Path}").ShouldBe(
        [
            "POST /v1/events",
            "DELETE /v1/tenants/{owner_type}/{owner_id}/idempotency-keys/{idempotency_key}",
            "POST /v1/actions/claim",
            "POST /v1/actions/ack",
            "POST /v1/actions/nack",
            "POST /v1/actions/extend",
            "GET /v1/action-routes",
            "PUT /v1/action-routes/{route}",
            "DELETE /v1/action-routes/{route}",
            "GET /v1/actions/stream",
            "POST /v1/tenants/{owner_type}/{owner_id}/ban",
            "POST /v1/tenants/{owner_type}/{owner_id}/unban",
            "PUT /v1/tenants/{owner_type}/{owner_id}/suspension",
            "DELETE /v1/tenants/{owner_type}/{owner_id}/suspension",
            "GET /v1/suspensions",
            "GET /v1/tokens",
            "POST /v1/tokens",
            "DELETE /v1/tokens/{token}",
            "POST /v1/tokens/{token}/rotate",
            "GET /v1/tenants/{owner_type}/{owner_id}/tokens",
            "POST /v1/tenants/{owner_type}/{owner_id}/tokens",
            "GET /v1/audit",
            "GET /v1/workers",
            "POST /v1/workers/{worker}/restart",
        ]);
    }

    [DatabaseFact]
    public async Task Without_tokens_whoever_reaches_the_server_may_do_everything()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with { Tokens = [] });

        (await api.SendAsync(null, "GET", "/v1/workers", null, [])).ShouldHaveStatus(200);
        (await api.SendAsync(null, "GET", "/v1/tenants/a/b/state", null, [])).ShouldHaveStatus(200);
    }

    [DatabaseTheory]
    [InlineData("/v1/tenants/a:b/1/state")]
    [InlineData("/v1/tenants/a/%0A/state")]
    [InlineData("/v1/tenants/a/%FF/state")]
    public async Task A_tenant_that_cannot_be_is_refused(string path)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("GET", path)).ShouldBeProblem(400, "invalid_parameter");
    }

    private static string Filled(string path, string owner) => path
        .Replace("{owner_type}", "guild").Replace("{owner_id}", owner).Replace("{template}", "t").Replace("{key}", "k").Replace("{worker}", "0");
}
