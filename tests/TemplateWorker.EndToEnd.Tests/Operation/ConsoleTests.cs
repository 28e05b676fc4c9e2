using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

public sealed partial class ConsoleTests
{
    private const string Letters = "/console/tenants/guild%3A1/dead-letters";

    [DatabaseFact]
    public async Task Nothing_of_the_console_is_loaded_unless_it_is_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);

        using var answer = await supervisor.Client.GetAsync(new Uri("/console", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var loaded = await LoadedAsync(supervisor);
        loaded.ShouldContain("TemplateWorker.Api.dll");
        loaded.ShouldNotContain("TemplateWorker.Console.dll");
        loaded.ShouldNotContain("Microsoft.AspNetCore.Components.dll");
    }

    [DatabaseFact]
    public async Task A_dead_letter_is_found_and_replayed_in_the_console_once_its_template_is_repaired()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, "console:\n  enabled: true\n");
        await supervisor.PublishAsync("guild/1", "greeter", "on('member.join', (event) => { throw new Permanent('no greeting'); });");
        using var stored = await supervisor.Client.PostAsJsonAsync("/v1/tenants/guild/1/events", new { name = "member.join", data = new { id = 7 } });
        stored.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var browser = new HttpClient { BaseAddress = supervisor.Client.BaseAddress };
        (await LoadedAsync(supervisor)).ShouldContain("TemplateWorker.Console.dll");

        var form = await browser.GetStringAsync(new Uri("/console/login", UriKind.Relative));
        (await PostAsync(browser, "/console/login", form, ("token", OperatorFolder.AdminToken))).ShouldContain("<h1>Overview</h1>");
        var page = string.Empty;
        await Eventually.HoldsAsync(
            async () => (page = await browser.GetStringAsync(new Uri(Letters, UriKind.Relative))).Contains("no greeting", StringComparison.Ordinal), () => page);
        await supervisor.PublishAsync("guild/1", "greeter", "on('member.join', (event) => { kv.set('greeted', event.data.id); });");
        var id = Selected().Match(page).Groups[1].Value;
        (await PostAsync(browser, $"{Letters}/change", page, ("change", "replay"), ("id", id))).ShouldContain("1 dead letter is tried again.");

        await Eventually.HoldsAsync(async () => (await supervisor.KeyAsync("guild/1", "greeted"))?.ToString() == "7", () => supervisor.Process.Output);

        // Workers report what they count with their heartbeats.
        await Eventually.HoldsAsync(
            async () => (page = await browser.GetStringAsync(new Uri("/console", UriKind.Relative))).Contains("Failed runs by reason", StringComparison.Ordinal), () => page);
    }

    private static async Task<string> PostAsync(HttpClient browser, string path, string page, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(
            fields.Prepend(("form_token", Token().Match(page).Groups[1].Value)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), content);
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task<string> LoadedAsync(RunningSupervisor supervisor) => File.ReadAllTextAsync($"/proc/{supervisor.Process.Id}/maps");

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"id\" value=\"([0-9]+)\"")]
    private static partial Regex Selected();
}
