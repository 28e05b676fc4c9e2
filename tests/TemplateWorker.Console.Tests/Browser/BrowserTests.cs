using Microsoft.Playwright;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Console.Tests.Support;

namespace TemplateWorker.Console.Tests.Browser;

/// <summary>The console as people see it, in Chromium.</summary>
public sealed class BrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private const string Tenant = "/console/tenants/guild%3A1";

    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/console"), ("tenants", "/console/tenants"), ("tenant", Tenant), ("template", $"{Tenant}/templates/greeter"), ("keys", $"{Tenant}/keys"),
        ("history", $"{Tenant}/history"), ("log", $"{Tenant}/log"), ("dead-letters", $"{Tenant}/dead-letters"), ("delivery", $"{Tenant}/deliveries/7"),
        ("workers", "/console/workers"), ("operate", "/console/operate"), ("refusal", "/console/none"),
    ];

    [BrowserFact]
    public async Task Each_page_fits_a_wide_and_a_narrow_window_and_keeps_to_the_policy()
    {
        await using var server = await StartAsync();
        foreach (var width in (int[])[1_280, 400])
        {
            await using var page = await BrowserPage.OpenAsync(chromium, server.Address, width);
            await page.Tab.GotoAsync("/console/login");
            await page.PictureAsync($"login-{width}");
            await page.LogInAsync(ApiServer.AdminToken);
            foreach (var (name, path) in Pages)
            {
                await page.Tab.GotoAsync(path);
                (await page.OverflowAsync()).ShouldBe(0, $"{name} at {width} px");
                await page.PictureAsync($"{name}-{width}");
            }

            page.Faults.Where(fault => !fault.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty();
        }
    }

    [AxeFact]
    public async Task No_page_has_a_serious_fault_of_accessibility_by_day_or_night()
    {
        chromium.Axe.ShouldNotBeEmpty("tests/axe-core says why");
        await using var server = await StartAsync();
        List<string> faults = [];
        foreach (var isDark in (bool[])[false, true])
        {
            await using var page = await BrowserPage.OpenAsync(chromium, server.Address, isDark ? 400 : 1_280, isDark);
            await page.Tab.GotoAsync("/console/login");
            faults.AddRange((await page.AxeAsync(chromium.Axe)).Select(fault => $"login: {fault}"));
            await page.LogInAsync(ApiServer.AdminToken);
            foreach (var (name, path) in Pages)
            {
                await page.Tab.GotoAsync(path);
                faults.AddRange((await page.AxeAsync(chromium.Axe)).Select(fault => $"{name}, {(isDark ? "dark" : "light")}: {fault}"));
                if (isDark)
                {
                    await page.PictureAsync($"{name}-dark");
                }
            }
        }

        faults.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_dead_letter_is_replayed_by_clicks()
    {
        await using var server = await StartAsync();
        await using var page = await BrowserPage.OpenAsync(chromium, server.Address, 1_280);
        await page.LogInAsync(ApiServer.TenantToken);

        await page.Tab.GetByRole(AriaRole.Navigation, new() { Name = "Pages of the tenant" }).GetByText("Dead letters").ClickAsync();
        await page.Tab.GetByLabel("Select delivery 7").CheckAsync();
        await page.Tab.GetByRole(AriaRole.Button, new() { Name = "Replay selected…" }).First.ClickAsync();
        await page.PictureAsync("confirm-1280");
        await page.Tab.GetByRole(AriaRole.Button, new() { Name = "Replay 1 dead letter" }).ClickAsync();
        await page.Tab.GetByText("1 dead letter is tried again.").WaitForAsync();

        (await page.Tab.GetByLabel("Select delivery 7").CountAsync()).ShouldBe(0);
        (await server.Api.Database.ReadAsync<string>("select data->'member'->>'id' from deliveries")).ShouldBe("7");
        page.Faults.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_figures_of_the_overview_renew_themselves()
    {
        await using var server = await StartAsync();
        await using var page = await BrowserPage.OpenAsync(chromium, server.Address, 1_280);
        await page.LogInAsync(ApiServer.AdminToken);
        await page.Tab.GetByText("Renewed each second").WaitForAsync();

        for (var number = 0; number < 7; number++)
        {
            (await server.Api.SendAsync("POST", "/v1/tenants/guild/1/events", """{"name": "hello"}""")).ShouldHaveStatus(202);
        }

        await page.Tab.GetByRole(AriaRole.Row, new() { Name = "Events accepted 7" }).WaitForAsync();
        await page.Tab.Locator(".chart polyline[points*=' ']").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.PictureAsync("overview-live-1280");
        page.Faults.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_session_that_ended_leads_an_open_overview_to_the_log_in()
    {
        await using var server = await StartAsync();
        await using var page = await BrowserPage.OpenAsync(chromium, server.Address, 1_280);
        await page.LogInAsync(ApiServer.AdminToken);
        await page.Tab.GetByText("Renewed each second").WaitForAsync();

        await page.Tab.Context.ClearCookiesAsync();

        await page.Tab.WaitForURLAsync("**/console/login?next=%2Fconsole");
    }

    [BrowserFact]
    public async Task Without_scripts_the_pages_can_be_read_and_used()
    {
        await using var server = await StartAsync();
        await using var page = await BrowserPage.OpenAsync(chromium, server.Address, 1_280, hasScripts: false);
        await page.LogInAsync(ApiServer.AdminToken);

        (await page.Tab.GetByRole(AriaRole.Row, new() { Name = "0 ready" }).CountAsync()).ShouldBe(1);
        await page.Tab.GetByRole(AriaRole.Link, new() { Name = "Tenants" }).ClickAsync();
        await page.Tab.GetByRole(AriaRole.Link, new() { Name = "guild:1" }).ClickAsync();
        await page.Tab.GetByRole(AriaRole.Heading, new() { Name = "Usage" }).WaitForAsync();
        await page.Tab.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await page.Tab.GetByLabel("Token").WaitForAsync();
    }

    [BrowserFact]
    public async Task The_keyboard_reaches_everything_and_what_has_the_focus_is_seen()
    {
        await using var server = await StartAsync();
        await using var page = await BrowserPage.OpenAsync(chromium, server.Address, 1_280);
        await page.LogInAsync(ApiServer.AdminToken);
        await page.Tab.GotoAsync($"{Tenant}/dead-letters");

        await page.Tab.Keyboard.PressAsync("Tab");
        (await page.Tab.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to the content");
        await page.Tab.Keyboard.PressAsync("Enter");
        (await page.Tab.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("content");
        var reached = new HashSet<string>(StringComparer.Ordinal);
        for (var press = 0; press < 60; press++)
        {
            await page.Tab.Keyboard.PressAsync("Tab");
            reached.Add(await page.Tab.EvaluateAsync<string>("(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()"));
            (await page.Tab.EvaluateAsync<string>("document.activeElement === document.body ? 'solid' : getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
        }

        reached.ShouldContain("Replay all 12…");
        reached.ShouldContain("Select delivery 7");
        reached.ShouldContain("Replay selected…");
    }

    [BrowserFact]
    public async Task What_a_hostile_tenant_wrote_neither_runs_nor_breaks_a_page()
    {
        await using var server = await ConsoleServer.StartAsync();
        await HostileTenant.FillAsync(server.Api);
        await using var page = await BrowserPage.OpenAsync(chromium, server.Address, 400);
        await page.LogInAsync(ApiServer.AdminToken);

        foreach (var (name, path) in (IEnumerable<(string, string)>)
            [
                ("tenants", "/console/tenants"), ("tenant", Tenant), ("template", $"{Tenant}/templates/a"), ("keys", $"{Tenant}/keys"), ("history", $"{Tenant}/history"),
                ("log", $"{Tenant}/log"), ("dead-letters", $"{Tenant}/dead-letters"), ("delivery", $"{Tenant}/deliveries/1"),
            ])
        {
            await page.Tab.GotoAsync(path);
            (await page.Tab.EvaluateAsync<int>("document.scripts.length")).ShouldBe(1, name);
            (await page.Tab.EvaluateAsync<int>("document.images.length")).ShouldBe(0, name);
            (await page.Tab.TitleAsync()).ShouldEndWith("TemplateWorker", Case.Sensitive, name);
            (await page.OverflowAsync()).ShouldBe(0, name);
            await page.PictureAsync($"hostile-{name}-400");
        }

        page.Faults.ShouldBeEmpty();
    }

    private static async Task<ConsoleServer> StartAsync()
    {
        var server = await ConsoleServer.StartAsync();
        await SampleData.FillAsync(server.Api.Database);
        await SampleData.PublishAsync(server.Api);
        return server;
    }
}
