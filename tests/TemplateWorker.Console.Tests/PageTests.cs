using System.Text.RegularExpressions;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Console.Look;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Console.Tests;

public sealed partial class PageTests
{
    private const string Tenant = "/console/tenants/guild%3A1";

    [DatabaseFact]
    public async Task The_overview_shows_figures_workers_and_supervisors()
    {
        await using var server = await ConsoleServer.StartAsync();
        await server.Api.Database.ExecuteAsync("insert into supervisors (id, name, expires_at) values (gen_random_uuid(), 'host:4711', now() + interval '1 minute')");
        (await server.Api.SendAsync("POST", "/v1/tenants/guild/1/events", """{"name": "member.join"}""")).ShouldHaveStatus(202);
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        var page = (await visitor.GetAsync("/console")).ShouldHaveStatus(200);

        page.ContentType.ShouldBe("text/html; charset=utf-8");
        Words(page).ShouldContain("Events accepted 1");
        Words(page).ShouldContain("host:4711 0");
        Words(page).ShouldContain("0 ready");
    }

    [DatabaseFact]
    public async Task The_live_part_is_the_part_of_the_overview_and_no_page()
    {
        await using var server = await ConsoleServer.StartAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        var part = (await visitor.GetAsync("/console/live")).ShouldHaveStatus(200);

        part.Text.ShouldContain("Events accepted");
        part.Text.ShouldNotContain("<html");
    }

    [DatabaseFact]
    public async Task Tenants_are_listed_page_by_page_and_found_by_type_and_the_beginning_of_their_id()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        await server.Api.Database.ExecuteAsync("""
            insert into tenant_usage (owner_type, owner_id, kind, entries, bytes)
            select 'guild', 'g' || lpad(n::text, 3, '0'), 'keys', n, n * 1024 from generate_series(1, 60) n
            """);
        await server.Api.Database.ExecuteAsync("insert into tenant_usage (owner_type, owner_id, kind, entries) values ('shop', 'g7', 'dead_letters', 3)");
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        var first = (await visitor.GetAsync("/console/tenants")).ShouldHaveStatus(200);
        Links(first, "/console/tenants/").Count().ShouldBe(50);
        var second = (await visitor.GetAsync(Links(first, "/console/tenants?").Single())).ShouldHaveStatus(200);
        Links(second, "/console/tenants/").ShouldBe([.. Enumerable.Range(51, 10).Select(n => $"/console/tenants/guild%3Ag{n:000}"), "/console/tenants/shop%3Ag7", "/console/tenants/shop%3Ag7/dead-letters"]);
        Words(second).ShouldContain("guild:g060 60 60 KiB 0");

        Links(await visitor.GetAsync("/console/tenants?search=shop:"), "/console/tenants/").First().ShouldBe("/console/tenants/shop%3Ag7");
        Rows(await visitor.GetAsync("/console/tenants?search=guild:g00")).ShouldBe(9);
        Words(await visitor.GetAsync("/console/tenants?search=none")).ShouldContain("No tenant matches.");
        (await visitor.GetAsync("/console/tenants?search=guild:none")).Text.ShouldContain("href=\"/console/tenants/guild%3Anone\"");
        (await visitor.GetAsync("/console/tenants?after=x")).ShouldHaveStatus(400);
        (await visitor.GetAsync("/console/tenants?serch=x")).ShouldHaveStatus(400).Text.ShouldContain("Unknown query parameter");
    }

    [DatabaseFact]
    public async Task A_tenants_page_shows_usage_templates_lanes_and_schedules()
    {
        await using var server = await ConsoleServer.StartAsync();
        await SampleData.PublishAsync(server.Api);
        await server.Api.SendAsync("POST", "/v1/tenants/guild/1/lanes/billing/pause");
        await server.Api.SendAsync("POST", "/v1/tenants/guild/1/ban");
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);

        var page = (await visitor.GetAsync(Tenant)).ShouldHaveStatus(200);

        var words = Words(page);
        words.ShouldContain("keys 120 100\u202F000");
        words.ShouldContain("templates 3 50");
        words.ShouldContain("greeter 1 hello");
        words.ShouldContain("billing paused since");
        words.ShouldContain("daily 0 8 * * * Europe/Paris digest");
        words.ShouldContain("The tenant is banned");
        page.Text.ShouldContain("aria-label=\"6 %\"");
    }

    [DatabaseFact]
    public async Task A_templates_page_shows_its_files_and_versions()
    {
        await using var server = await ConsoleServer.StartAsync();
        await SampleData.PublishAsync(server.Api);
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);

        var words = Words((await visitor.GetAsync($"{Tenant}/templates/greeter")).ShouldHaveStatus(200));

        words.ShouldContain("Template greeter");
        words.ShouldContain("kv.increment('seen');");
        words.ShouldContain("(active)");
        (await visitor.GetAsync($"{Tenant}/templates/none")).ShouldHaveStatus(404).Text.ShouldContain("has no template");
        (await visitor.GetAsync($"{Tenant}/templates/A%20B")).ShouldHaveStatus(400);
    }

    [DatabaseFact]
    public async Task Keys_are_browsed_by_scope_and_prefix_page_by_page()
    {
        await using var server = await ConsoleServer.StartAsync();
        await SampleData.PublishAsync(server.Api);
        (await server.Api.SendAsync("PUT", "/v1/tenants/guild/1/kv/deep?scope=a&scope=b", "1")).Status.ShouldBeLessThan(300);
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);

        var first = (await visitor.GetAsync($"{Tenant}/keys")).ShouldHaveStatus(200);
        Words(first).ShouldContain("member:007 {\"name\": \"Ada\", \"visits\": 7}");
        Words(first).ShouldNotContain("member:100");
        Words(await visitor.GetAsync(Links(first, $"{Tenant}/keys?").Single())).ShouldContain("member:119");
        Words(await visitor.GetAsync($"{Tenant}/keys?scope=b,a&prefix=")).ShouldContain("deep 1");
        Words(await visitor.GetAsync($"{Tenant}/keys?prefix=member:11")).ShouldNotContain("member:100");
        Words(await visitor.GetAsync($"{Tenant}/keys?prefix=none")).ShouldContain("There is no such key");
        (await visitor.GetAsync($"{Tenant}/keys?scope={new string('s', 200)}")).ShouldHaveStatus(400);
    }

    [DatabaseFact]
    public async Task History_and_log_are_filtered_and_shown_page_by_page()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        await SampleData.FillAsync(server.Api.Database);
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);

        var history = (await visitor.GetAsync($"{Tenant}/history?template=&outcome=done")).ShouldHaveStatus(200);
        Rows(history).ShouldBe(100);
        Rows(await visitor.GetAsync(Links(history, $"{Tenant}/history?").Single())).ShouldBe(4);
        Words(await visitor.GetAsync($"{Tenant}/history?outcome=retry")).ShouldContain("retry ScriptError 1 12.5 ms 3.2 ms TypeError: no locale");
        (await visitor.GetAsync($"{Tenant}/history?outcome=lost")).ShouldHaveStatus(400);
        (await visitor.GetAsync($"{Tenant}/history?after=lost")).ShouldHaveStatus(400);

        var log = (await visitor.GetAsync($"{Tenant}/log")).ShouldHaveStatus(200);
        Rows(log).ShouldBe(100);
        Rows(await visitor.GetAsync(Links(log, $"{Tenant}/log?").Single())).ShouldBe(30);
        Words(await visitor.GetAsync($"{Tenant}/log?level=error")).ShouldNotContain("warn greeter");
        (await visitor.GetAsync($"{Tenant}/log?level=loud")).ShouldHaveStatus(400);
    }

    [DatabaseFact]
    public async Task Workers_and_migrations_are_shown()
    {
        await using var server = await ConsoleServer.StartAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        Words((await visitor.GetAsync("/console/workers")).ShouldHaveStatus(200)).ShouldContain("Nothing ran at the last heartbeat.");
        Words((await visitor.GetAsync("/console/operate")).ShouldHaveStatus(200)).ShouldContain("none is pending");
        await server.Api.Database.ExecuteAsync("delete from _migrations_applied where id = (select id from _migrations_applied order by applied_at desc, id limit 1)");
        Words((await visitor.GetAsync("/console/operate")).ShouldHaveStatus(200)).ShouldContain("pending");
    }

    [DatabaseFact]
    public async Task A_database_that_fails_is_a_page_with_the_same_headers()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);
        await server.Api.Database.ExecuteAsync("alter table tenant_usage rename to away");

        var page = await visitor.GetAsync("/console/tenants");

        page.ShouldHaveStatus(500).Text.ShouldContain("<h1>The server failed</h1>");
        page.Headers["Content-Security-Policy"].ShouldBe(SecurityHeaders.Policy);
    }

    [DatabaseFact]
    public async Task Every_answer_has_the_headers_and_no_page_has_a_script_or_style_of_its_own()
    {
        await using var server = await ConsoleServer.StartAsync();
        await SampleData.FillAsync(server.Api.Database);
        await SampleData.PublishAsync(server.Api);
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);
        var paths = server.Site.Routes.Where(route => route.Method == "GET").Select(route => route.Path
            .Replace("{tenant}", "guild%3A1", StringComparison.Ordinal).Replace("{template}", "greeter", StringComparison.Ordinal)
            .Replace("{delivery}", "1", StringComparison.Ordinal).Replace("{file}", LookFiles.All.Keys.First(), StringComparison.Ordinal));

        foreach (var path in paths.Append("/console/none"))
        {
            var answer = await visitor.GetAsync(path);
            answer.Headers["Content-Security-Policy"].ShouldBe(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
            answer.Headers["X-Frame-Options"].ShouldBe("DENY");
            answer.Headers["Referrer-Policy"].ShouldBe("same-origin");
            answer.Headers["Cache-Control"].ShouldBe(path.Contains("/files/", StringComparison.Ordinal) ? "max-age=3600, private" : "no-store");
            if (!path.Contains("/files/", StringComparison.Ordinal))
            {
                Inline().Matches(answer.Text).Select(match => match.Value).ShouldBeEmpty(path);
            }
        }
    }

    [DatabaseFact]
    public async Task The_first_page_with_its_files_is_under_150_KB()
    {
        await using var server = await ConsoleServer.StartAsync();
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        var bytes = (await visitor.GetAsync("/console")).Text.Length;
        foreach (var file in LookFiles.All.Keys)
        {
            bytes += (await visitor.GetAsync($"/console/files/{file}")).ShouldHaveStatus(200).Text.Length;
        }

        bytes.ShouldBeLessThan(150_000);
    }

    [DatabaseFact]
    public async Task What_a_tenant_wrote_is_text_on_every_page()
    {
        await using var server = await ConsoleServer.StartAsync();
        await HostileTenant.FillAsync(server.Api);
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);

        foreach (var path in (string[])
            [
                "/console/tenants", Tenant, $"{Tenant}/templates/a", $"{Tenant}/keys", $"{Tenant}/history", $"{Tenant}/log", $"{Tenant}/dead-letters",
                $"{Tenant}/deliveries/1", $"/console/tenants?search={Uri.EscapeDataString(HostileTenant.Text)}",
                $"{Tenant}/keys?prefix={Uri.EscapeDataString(HostileTenant.Text)}", $"/console/tenants/{Uri.EscapeDataString("<b>:\u202Ex")}",
            ])
        {
            var page = (await visitor.GetAsync(path)).ShouldHaveStatus(200);
            page.Text.ShouldNotContain("<script>", Case.Insensitive, path);
            page.Text.ShouldNotContain("<img", Case.Insensitive, path);
            page.Text.ShouldNotContain("<b>", Case.Insensitive, path);
            page.Text.Length.ShouldBeLessThan(1_000_000, path);
            if (!path.Contains('?', StringComparison.Ordinal))
            {
                // A field of a form is shown by the browser as text, and has what was typed in.
                page.Text.ShouldNotContain("\u202E", Case.Sensitive, path);
                page.Text.ShouldNotContain("&#x202E;", Case.Insensitive, path);
                page.Text.ShouldContain("U&#x2B;202E", Case.Insensitive, path);
            }
        }

        Words(await visitor.GetAsync($"{Tenant}/log")).ShouldContain("more characters");
    }

    private static IEnumerable<string> Links(ApiAnswer page, string start) => Link().Matches(page.Text[page.Text.IndexOf("<main", StringComparison.Ordinal)..])
        .Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)).Where(link => link.StartsWith(start, StringComparison.Ordinal));

    private static int Rows(ApiAnswer page) => page.ShouldHaveStatus(200).Text.Split("<tr>").Length - 2;

    /// <summary>What a reader sees, with one space between words.</summary>
    private static string Words(ApiAnswer page) =>
        Space().Replace(System.Net.WebUtility.HtmlDecode(Tag().Replace(page.Text, " ")), " ");

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("[ \\r\\n\\t]+")]
    private static partial Regex Space();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<script(?! src=\"/console/files/)[^>]*>|<style|\\sstyle=|\\son[a-z]+=\"|javascript:|https?://", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
