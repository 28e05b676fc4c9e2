using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Console.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Console.Tests;

public sealed class LoginTests
{
    [DatabaseFact]
    public async Task A_token_opens_the_page_that_was_asked_for()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = new Visitor(server.Address);

        var asked = await visitor.GetAsync("/console/tenants?search=guild");
        asked.Status.ShouldBe(303);
        asked.Headers["Location"].ShouldBe("/console/login?next=%2Fconsole%2Ftenants%3Fsearch%3Dguild");
        (await visitor.GetAsync(asked.Headers["Location"])).Text.ShouldContain("value=\"/console/tenants?search=guild\"");
        var started = await visitor.PostAsync("/console/login", ("token", ApiServer.AdminToken), ("next", "/console/tenants?search=guild"));

        started.Status.ShouldBe(303, started.Text);
        started.Headers["Location"].ShouldBe("/console/tenants?search=guild");
        (await visitor.GetAsync("/console/tenants?search=guild")).ShouldHaveStatus(200).Text.ShouldContain("<h1>Tenants</h1>");
        (await visitor.GetAsync("/console/login")).Status.ShouldBe(303, "a session needs no other log-in");
    }

    [DatabaseFact]
    public async Task The_cookie_of_a_session_is_of_no_use_to_scripts_and_other_sites()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();

        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        var cookie = visitor.SetCookies.Single(line => line.StartsWith("template-worker-console=", StringComparison.Ordinal));
        cookie.ShouldContain("; path=/console");
        cookie.ShouldContain("; samesite=strict");
        cookie.ShouldContain("; httponly");
        cookie.ShouldNotContain("secure");
        cookie.ShouldNotContain(ApiServer.AdminToken);
        cookie.ShouldNotContain("expires", Case.Insensitive, "it ends with the browser");
    }

    [DatabaseTheory]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Origin", "https://127.0.0.1:{port}")]
    public async Task Behind_a_proxy_with_TLS_the_cookie_is_secure(string header, string value)
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = new Visitor(server.Address);
        await visitor.GetAsync("/console/login");

        await visitor.SendAsync(
            "POST", "/console/login", [("form_token", visitor.FormToken), ("token", ApiServer.AdminToken)],
            [(header, value.Replace("{port}", $"{server.Address.Port}", StringComparison.Ordinal))]);

        visitor.SetCookies.Last(line => line.StartsWith("template-worker-console=", StringComparison.Ordinal)).ShouldContain("; secure");
    }

    [DatabaseFact]
    public async Task A_wrong_token_is_told_and_opens_nothing()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = new Visitor(server.Address);

        var answer = await visitor.LogInAsync("a-token-that-is-wrong");

        answer.ShouldHaveStatus(403).Text.ShouldContain("This token is not valid.");
        answer.Text.ShouldNotContain("a-token-that-is-wrong");
        visitor.Cookies.ShouldNotContainKey("template-worker-console");
    }

    [DatabaseFact]
    public async Task A_log_out_ends_the_session_on_the_server()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);
        var cookie = visitor.Cookies["template-worker-console"];
        await visitor.GetAsync("/console");

        (await visitor.PostAsync("/console/logout")).Headers["Location"].ShouldBe("/console/login");

        visitor.Cookies.ShouldNotContainKey("template-worker-console");
        visitor.Cookies["template-worker-console"] = cookie;
        (await visitor.GetAsync("/console")).Status.ShouldBe(303);
    }

    [DatabaseFact]
    public async Task A_session_ends_after_an_idle_time_and_lives_as_long_as_it_is_used()
    {
        var time = new FakeTimeProvider();
        await using var server = await ConsoleServer.StartWithoutWorkersAsync(options => options with { Time = time });
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        for (var look = 0; look < 3; look++)
        {
            time.Advance(TimeSpan.FromMinutes(29));
            (await visitor.GetAsync("/console/operate")).ShouldHaveStatus(200);
        }

        time.Advance(TimeSpan.FromMinutes(30));
        (await visitor.GetAsync("/console/operate")).Status.ShouldBe(303);
        (await visitor.GetAsync("/console/live")).ShouldHaveStatus(401);
    }

    [DatabaseFact]
    public async Task A_server_without_tokens_asks_for_none()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync(options => options with { Tokens = [] });
        using var visitor = new Visitor(server.Address);

        (await visitor.GetAsync("/console/login")).Text.ShouldNotContain("type=\"password\"");
        (await visitor.PostAsync("/console/login")).Status.ShouldBe(303);

        (await visitor.GetAsync("/console")).ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task The_token_of_one_tenant_leads_to_its_page()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);

        (await visitor.GetAsync("/console")).Headers["Location"].ShouldBe("/console/tenants/guild%3A1");
        var page = (await visitor.GetAsync("/console/tenants/guild%3A1")).ShouldHaveStatus(200);

        page.Text.ShouldNotContain("href=\"/console/workers\"");
        page.Text.ShouldNotContain("href=\"/console/operate\"");
    }

    [DatabaseFact]
    public async Task More_connections_than_a_token_may_have_are_refused()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync(options => options with
        {
            Addrs = options.Addrs with { Connections = options.Addrs.Connections with { PerToken = 1 } },
        });
        using var first = await server.LogInAsync(ApiServer.AdminToken);
        (await first.GetAsync("/console/operate")).ShouldHaveStatus(200);
        using var second = await server.LogInAsync(ApiServer.AdminToken);

        (await second.GetAsync("/console/operate")).ShouldHaveStatus(429).Text.ShouldContain("addrs.connections_per_token");
    }

    [DatabaseFact]
    public async Task A_request_from_another_site_or_for_another_host_does_not_reach_the_console()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        var foreign = await visitor.SendAsync("POST", "/console/logout", [], [("Sec-Fetch-Site", "cross-site")]);
        foreign.ShouldBeProblem(403, "cross_site_request");
        var rebound = await visitor.GetAsync("/console", ("Host", "evil.example"));
        rebound.ShouldBeProblem(421, "misdirected_request");
    }

    [DatabaseFact]
    public async Task Without_the_console_its_address_is_unknown()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("GET", "/console")).ShouldBeProblem(404, "unknown_route");
        (await api.SendAsync("GET", "/console/login")).ShouldBeProblem(404, "unknown_route");
    }

    [DatabaseFact]
    public async Task A_token_of_each_role_can_log_in()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync(options => options with
        {
            Tokens = [.. options.Tokens, new TokenOptions { Name = "two", Role = TokenRole.Tenant, Tenant = new("guild", "2"), Token = new Secret("another-token-of-a-test") }],
        });

        foreach (var token in (string[])[ApiServer.AdminToken, ApiServer.TenantToken, "another-token-of-a-test"])
        {
            using var visitor = await server.LogInAsync(token);
        }
    }
}
