using TemplateWorker.Api.Access;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Console.Tests;

/// <summary>Every page for everyone who may ask for it.</summary>
public sealed class RoleTests
{
    [DatabaseFact]
    public async Task The_pages_are_known_and_each_says_who_may_see_it()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();

        server.Site.Routes.Select(route => $"{route.Access,-7} {route.Method} {route.Path}").ShouldBe(
        [
            "Open    GET /console/login",
            "Open    POST /console/login",
            "Session POST /console/logout",
            "Open    GET /console/files/{file}",
            "Session GET /console",
            "Admin   GET /console/live",
            "Admin   GET /console/tenants",
            "Tenant  GET /console/tenants/{tenant}",
            "Tenant  GET /console/tenants/{tenant}/templates/{template}",
            "Tenant  GET /console/tenants/{tenant}/history",
            "Tenant  GET /console/tenants/{tenant}/log",
            "Tenant  GET /console/tenants/{tenant}/keys",
            "Tenant  GET /console/tenants/{tenant}/dead-letters",
            "Tenant  POST /console/tenants/{tenant}/dead-letters/confirm",
            "Tenant  POST /console/tenants/{tenant}/dead-letters/change",
            "Tenant  GET /console/tenants/{tenant}/deliveries/{delivery}",
            "Admin   GET /console/workers",
            "Admin   GET /console/operate",
        ]);
    }

    [DatabaseFact]
    public async Task Without_a_session_every_page_leads_to_the_log_in()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = new Visitor(server.Address);
        visitor.Cookies["template-worker-console"] = new string('a', 64);

        foreach (var route in server.Site.Routes.Where(route => route.Access != PageAccess.Open))
        {
            var answer = await visitor.SendAsync(route.Method, Filled(route.Path, "guild%3A1"), route.Method == "POST" ? [] : null, []);

            answer.Status.ShouldBe(route.IsFragment ? 401 : 303, route.Path);
            answer.Headers.GetValueOrDefault("Location", "/console/login").ShouldStartWith("/console/login");
        }
    }

    [DatabaseFact]
    public async Task A_bearer_token_is_no_session()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = new Visitor(server.Address);

        (await visitor.GetAsync("/console/workers", ("Authorization", $"Bearer {ApiServer.AdminToken}"))).Status.ShouldBe(303);
    }

    [DatabaseFact]
    public async Task A_tenant_is_refused_everywhere_but_at_its_own_pages()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);
        await visitor.GetAsync("/console/tenants/guild%3A1");

        foreach (var route in server.Site.Routes.Where(route => route.Access is PageAccess.Tenant or PageAccess.Admin))
        {
            (await SendAsync(visitor, route, "guild%3A2")).ShouldHaveStatus(403);
            (await SendAsync(visitor, route, "guild%3A1")).Status.ShouldBeOneOf(route.Access == PageAccess.Admin ? [403] : [200, 303, 400, 404]);
        }
    }

    [DatabaseFact]
    public async Task An_admin_sees_all_pages_of_all_tenants()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);
        await visitor.GetAsync("/console");

        foreach (var route in server.Site.Routes.Where(route => route.Access is PageAccess.Tenant or PageAccess.Admin))
        {
            (await SendAsync(visitor, route, "guild%3A1")).Status.ShouldBeOneOf(200, 303, 400, 404);
            (await SendAsync(visitor, route, "guild%3A2")).Status.ShouldBeOneOf(200, 303, 400, 404);
        }
    }

    [DatabaseTheory]
    [InlineData(TokenRole.Operator)]
    [InlineData(TokenRole.TenantRead)]
    public async Task A_role_that_only_reads_sees_pages_and_changes_nothing(TokenRole role)
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync(options => options with
        {
            Tokens = [.. options.Tokens, new TokenOptions
            {
                Name = "reader", Role = role, Tenant = role.HasTenant() ? ApiServer.Tenant : null, Token = new Secret("reading-token-of-a-test"),
            }],
        });
        using var visitor = await server.LogInAsync("reading-token-of-a-test");
        await visitor.GetAsync("/console/tenants/guild%3A1");

        foreach (var route in server.Site.Routes.Where(route => route.Access == PageAccess.Tenant))
        {
            (await SendAsync(visitor, route, "guild%3A1")).Status.ShouldBeOneOf(route.Method == "POST" ? [403] : [200, 404]);
        }
    }

    private static Task<ApiAnswer> SendAsync(Visitor visitor, PageRoute route, string tenant) =>
        visitor.SendAsync(route.Method, Filled(route.Path, tenant), route.Method == "POST" ? [("form_token", visitor.FormToken)] : null, []);

    private static string Filled(string path, string tenant) => path
        .Replace("{tenant}", tenant, StringComparison.Ordinal)
        .Replace("{template}", "greeter", StringComparison.Ordinal)
        .Replace("{delivery}", "7", StringComparison.Ordinal)
        .Replace("{file}", "none", StringComparison.Ordinal);
}
