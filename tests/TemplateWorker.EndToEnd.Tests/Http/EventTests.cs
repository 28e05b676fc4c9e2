using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Http;

/// <summary>Events and templates through the whole system: HTTP, supervisor, worker, engine, database.</summary>
public sealed class EventTests(HttpInstallation installation) : IClassFixture<HttpInstallation>
{
    private const string Counter = "on('add', e => ({ n: kv.increment('n', e.data.by), text: e.data.text }))";

    private RunningSupervisor Supervisor => installation.Supervisor;

    [DatabaseFact]
    public async Task An_event_runs_in_every_template_that_subscribes_and_answers_what_each_gave()
    {
        var tenant = installation.NewTenant();
        await Supervisor.PublishAsync(tenant, "counter", Counter);
        await Supervisor.PublishAsync(tenant, "thrower", "on('add', () => { kv.set('never', 1); throw new TypeError('no é'); })");
        await Supervisor.PublishAsync(tenant, "other", "on('remove', () => 1)");

        var answer = await Supervisor.CallAsync(tenant, "add", new { by = 2, text = "Zoë 😀" });

        answer.Results.Select(result => (string?)result!["template"]).ShouldBe(["counter", "thrower"], ignoreOrder: true);
        Guid.Parse((string)answer.Body["event_id"]!).Version.ShouldBe(7);
        var completed = answer.Results.Single(result => (string?)result!["template"] == "counter")!;
        ((string?)completed["outcome"]).ShouldBe("completed");
        ((int)completed["value"]!["n"]!).ShouldBe(2);
        ((string?)completed["value"]!["text"]).ShouldBe("Zoë 😀");
        completed["error"].ShouldBeNull();
        ((double)completed["wall_ms"]!).ShouldBeGreaterThan(0);
        var failed = answer.Results.Single(result => (string?)result!["template"] == "thrower")!;
        ((string?)failed["outcome"]).ShouldBe("failed");
        failed["value"].ShouldBeNull();
        ((string)failed["error"]!["message"]!).ShouldContain("no é");
        ((string)failed["error"]!["stack"]!).ShouldContain("index.js");
        ((int)(await Supervisor.KeyAsync(tenant, "n"))!).ShouldBe(2);
        (await Supervisor.KeyAsync(tenant, "never")).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task The_example_of_the_readme_sends_an_action_that_its_consumer_claims()
    {
        var readme = await File.ReadAllTextAsync(RepositoryFiles.PathOf("README.md"));
        var source = Regex.Match(readme, @"```js\n(?<it>.+?)```", RegexOptions.Singleline).Groups["it"].Value;
        var bodies = Regex.Matches(readme, @"-d '(?<it>\{.+\})'").Select(body => JsonNode.Parse(body.Groups["it"].Value)!).ToList();
        var tenant = installation.NewTenant();
        await Supervisor.PublishAsync(tenant, "greeter", source);

        var value = await Supervisor.ValueAsync(tenant, (string)bodies[0]["name"]!, bodies[0]["data"]!);
        using var claimed = await Supervisor.Client.PostAsJsonAsync("/v1/actions/claim", bodies[1]);

        ((int)value!["seen"]!).ShouldBe(1);
        var action = (await claimed.Content.ReadFromJsonAsync<JsonNode>())!["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)action["type"]!).ShouldBe("chat.post");
        ((string)action["data"]!["text"]!).ShouldBe("welcome, ada");
    }

    [DatabaseFact]
    public async Task Without_a_subscriber_there_are_no_results()
    {
        (await Supervisor.CallAsync(installation.NewTenant(), "add", 1)).Results.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_repeat_under_an_idempotency_key_answers_the_same_and_does_nothing()
    {
        var tenant = installation.NewTenant();
        await Supervisor.PublishAsync(tenant, "counter", Counter);

        var first = await Supervisor.CallAsync(tenant, "add", new { by = 1 }, "key");
        var second = await Supervisor.CallAsync(tenant, "add", new { by = 1 }, "key");
        var other = await Supervisor.CallAsync(tenant, "add", new { by = 2 }, "key");

        JsonNode.DeepEquals(second.Body, first.Body).ShouldBeTrue($"{first}\n{second}");
        (other.Status, other.Problem).ShouldBe((422, "idempotency_key_reused"));
        ((int)(await Supervisor.KeyAsync(tenant, "n"))!).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task What_is_put_by_http_is_seen_by_the_next_run_and_the_other_way_round()
    {
        var tenant = installation.NewTenant();
        await Supervisor.PublishAsync(tenant, "counter", Counter);
        await Supervisor.ValueAsync(tenant, "add", new { by = 1 });

        await Supervisor.PutKeyAsync(tenant, "n", "41");

        ((int)(await Supervisor.ValueAsync(tenant, "add", new { by = 1 }))!["n"]!).ShouldBe(42);
        ((int)(await Supervisor.KeyAsync(tenant, "n"))!).ShouldBe(42);
    }

    [DatabaseFact]
    public async Task The_version_that_is_active_runs_from_the_next_event_on()
    {
        var tenant = installation.NewTenant();
        await Supervisor.PublishAsync(tenant, "t", "on('go', () => 'first')");
        ((string?)await Supervisor.ValueAsync(tenant, "go", 1)).ShouldBe("first");

        await Supervisor.PublishAsync(tenant, "t", "on('go', () => 'second')");
        ((string?)await Supervisor.ValueAsync(tenant, "go", 1)).ShouldBe("second");

        (await SendAsync(HttpMethod.Post, tenant, "templates/t/activate", """{"version":1}""")).Status.ShouldBe(200);
        ((string?)await Supervisor.ValueAsync(tenant, "go", 1)).ShouldBe("first");

        using var deleted = await Supervisor.Client.DeleteAsync(Resource(tenant, "templates/t"));
        ((int)deleted.StatusCode).ShouldBe(204);
        (await Supervisor.CallAsync(tenant, "go", 1)).Results.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_template_that_does_not_parse_is_refused_with_the_line_and_the_old_one_stays()
    {
        var tenant = installation.NewTenant();
        await Supervisor.PublishAsync(tenant, "t", "on('go', () => 'old')");

        var refused = await PublishAsync(tenant, "on('go',\n() => {\n  return 1 +;\n})");

        (refused.Status, refused.Problem).ShouldBe((422, "template_rejected"));
        ((string?)refused.Body["reason"]).ShouldBe("SyntaxError");
        ((string?)refused.Body["file"]).ShouldBe("index.js");
        ((int?)refused.Body["line"]).ShouldBe(3);
        ((string?)await Supervisor.ValueAsync(tenant, "go", 1)).ShouldBe("old");
    }

    [DatabaseFact]
    public async Task A_template_that_subscribes_to_nothing_is_refused()
    {
        var refused = await PublishAsync(installation.NewTenant(), "1");

        (refused.Status, refused.Problem).ShouldBe((422, "template_rejected"));
        ((string?)refused.Body["reason"]).ShouldBe("NoHandler");
    }

    [DatabaseFact]
    public async Task A_banned_tenants_events_are_refused_until_the_ban_is_lifted()
    {
        var tenant = installation.NewTenant();
        await Supervisor.PublishAsync(tenant, "counter", Counter);
        await Supervisor.ValueAsync(tenant, "add", new { by = 1 });

        (await SendAsync(HttpMethod.Post, tenant, "ban", null)).Status.ShouldBe(200);
        var refused = await Supervisor.CallAsync(tenant, "add", new { by = 1 });
        (refused.Status, refused.Problem).ShouldBe((403, "tenant_banned"));

        (await SendAsync(HttpMethod.Post, tenant, "unban", null)).Status.ShouldBe(200);
        ((int)(await Supervisor.ValueAsync(tenant, "add", new { by = 1 }))!["n"]!).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task A_payload_reaches_the_script_whatever_it_holds()
    {
        var tenant = installation.NewTenant();
        await Supervisor.PublishAsync(tenant, "echo", "on('go', e => ({ a: e.data.a, deep: e.data.deep, lengths: Object.keys(e.data).map(key => key.length) }))");
        const string Data = """{"a":[1,-0.5,1e21,true,null,""],"é\u0000\ud800":{"constructor":{"x":1}},"deep":[[[[[[]]]]]]}""";
        using var content = new StringContent($$"""{"name":"go","data":{{Data}}}""", Encoding.UTF8, "application/json");

        using var response = await Supervisor.Client.PostAsync(Resource(tenant, "events?wait=true"), content);
        var text = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).ShouldBe(200, text);
        text.Contains("\"outcome\":\"completed\"", StringComparison.Ordinal).ShouldBeTrue(text);
        text.ShouldContain("\"a\":[1,-0.5,1e+21,true,null,\"\"]");
        text.ShouldContain("\"deep\":[[[[[[]]]]]]");
        text.ShouldContain("\"lengths\":[1,3,4]");
    }

    private static Uri Resource(string tenant, string resource) => new($"/v1/tenants/{tenant.Replace(':', '/')}/{resource}", UriKind.Relative);

    private async Task<Answer> PublishAsync(string tenant, string source)
    {
        var body = new { files = new Dictionary<string, string> { ["index.js"] = source } };
        using var response = await Supervisor.Client.PutAsJsonAsync(Resource(tenant, "templates/t"), body);
        return await Answer.OfAsync(response);
    }

    private async Task<Answer> SendAsync(HttpMethod method, string tenant, string resource, string? json)
    {
        using var request = new HttpRequestMessage(method, Resource(tenant, resource));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Supervisor.Client.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
