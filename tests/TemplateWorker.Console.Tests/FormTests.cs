using System.Net.Http.Headers;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Console.Tests;

public sealed class FormTests
{
    private const string Letters = "/console/tenants/guild%3A1/dead-letters";

    [DatabaseFact]
    public async Task Every_form_is_refused_without_the_token_of_its_session()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        await SampleData.FillAsync(server.Api.Database);
        using var other = await server.LogInAsync(ApiServer.AdminToken);
        await other.GetAsync("/console");
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        foreach (var route in server.Site.Routes.Where(route => route.Method == "POST"))
        {
            var path = route.Path.Replace("{tenant}", "guild%3A1", StringComparison.Ordinal);
            foreach (var token in (string[])["", "0", other.FormToken])
            {
                var answer = await visitor.SendAsync("POST", path, [("form_token", token), ("change", "drop"), ("id", "1"), ("token", ApiServer.AdminToken)], []);
                answer.ShouldHaveStatus(403).Text.ShouldContain("The form is not of this session");
            }
        }

        (await visitor.GetAsync($"{Letters}")).Text.ShouldContain("value=\"1\"");
    }

    [DatabaseFact]
    public async Task The_form_of_a_log_in_is_bound_to_the_browser_that_got_it()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var attacker = new Visitor(server.Address);
        await attacker.GetAsync("/console/login");
        using var victim = new Visitor(server.Address);
        await victim.GetAsync("/console/login");

        var answer = await victim.SendAsync("POST", "/console/login", [("form_token", attacker.FormToken), ("token", ApiServer.AdminToken)], []);

        answer.ShouldHaveStatus(403);
        victim.Cookies.ShouldNotContainKey("template-worker-console");
    }

    [DatabaseFact]
    public async Task What_is_no_form_or_too_large_is_refused()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);
        await visitor.GetAsync("/console");

        (await visitor.SendAsync("POST", $"{Letters}/change", null, [])).ShouldHaveStatus(400);
        (await visitor.PostAsync($"{Letters}/change", ("change", new string('x', 5_000)))).ShouldHaveStatus(400);
        (await visitor.PostAsync($"{Letters}/change", [.. Enumerable.Range(0, 4_001).Select(id => ("id", $"{id}"))])).ShouldHaveStatus(400);
        (await visitor.PostAsync($"{Letters}/change", [.. Enumerable.Range(0, 100).Select(id => ("id", new string('1', 4_000)))]))
            .ShouldHaveStatus(400).Text.ShouldContain("The form cannot be read");
    }

    [DatabaseFact]
    public async Task Files_are_no_part_of_a_form()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        using var content = new MultipartFormDataContent { { new ByteArrayContent([1]) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } }, "token", "a.txt" } };

        using var response = await client.PostAsync(new Uri("/console/login", UriKind.Relative), content);

        ((int)response.StatusCode).ShouldBe(400);
    }

    [DatabaseTheory]
    [InlineData("change", "burn", "change must be &#x27;replay&#x27; or &#x27;drop&#x27;")]
    [InlineData("id", "x", "id must be a dead letter&#x27;s id")]
    public async Task A_field_that_makes_no_sense_is_named(string field, string value, string said)
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);
        await visitor.GetAsync("/console");

        var answer = await visitor.PostAsync(
            $"{Letters}/change", ("change", field == "change" ? value : "drop"), ("id", field == "id" ? value : "1"));

        answer.ShouldHaveStatus(400).Text.ShouldContain(said);
    }

    [DatabaseFact]
    public async Task A_method_that_a_page_does_not_have_and_a_page_that_is_none_are_told()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        (await visitor.SendAsync("DELETE", "/console/workers", null, [])).ShouldHaveStatus(405).Headers["Allow"].ShouldBe("GET");
        foreach (var path in (string[])["/console/none", "/console/", "/console/Workers", "/console/tenants/guild%3A1/", "/console/tenants/%ff", "/console/tenants/none"])
        {
            (await visitor.GetAsync(path)).Status.ShouldBeOneOf(400, 404);
        }

        (await visitor.SendAsync("HEAD", "/console/workers", null, [])).ShouldHaveStatus(200).Text.ShouldBeEmpty();
        server.Site.Routes.ShouldAllBe(route => route.Method == "GET" || route.Method == "POST");
        PageRoute.Get("/console/a/{b}", PageAccess.Open, _ => throw new InvalidOperationException()).Match("/console/a/").ShouldBeNull();
    }
}
