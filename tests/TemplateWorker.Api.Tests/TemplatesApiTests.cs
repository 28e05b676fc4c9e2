using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class TemplatesApiTests
{
    private const string Templates = "/v1/tenants/guild/1/templates";
    private const string Source = """{"files":{"index.js":"on('hello', () => 1)"},"settings":{"a":1}}""";

    [DatabaseFact]
    public async Task Settings_whose_return_is_no_action_are_refused_with_the_path_and_a_remedy()
    {
        await using var api = await ApiServer.StartAsync();

        var refused = await api.SendAsync(
            "PUT", "/v1/tenants/guild/1/templates/a", """{"files": {"index.js": "on('hello', () => 1)"}, "settings": {"return": {"actions": "reply"}}}""");

        refused.ShouldBeProblem(400, "invalid_parameter");
        refused.Detail.ShouldBe("""settings.return.actions is not known. Write {"return": {"action": "reply"}}, or leave return out.""");
        ((string?)refused.Json["parameter"]).ShouldBe("settings");
    }

    [DatabaseFact]
    public async Task A_template_is_checked_published_listed_and_shown()
    {
        await using var api = await ApiServer.StartAsync();

        (await api.SendAsync("PUT", $"{Templates}/greeter", Source)).ShouldHaveStatus(200)
            .Text.ShouldBe("""{"name":"greeter","version":1,"subscriptions":["hello"],"changed":true}""");

        var check = await api.Workers.Received.FirstAsync<CheckTemplate>();
        (check.Tenant, check.Template, check.Settings).ShouldBe(("guild:1", "greeter", """{"a":1}"""));
        check.Files["index.js"].ShouldBe("on('hello', () => 1)");
        (await api.Workers.Received.FirstAsync<TenantChanged>()).Tenant.ShouldBe("guild:1");

        var item = (await api.SendAsync("GET", Templates)).ShouldHaveStatus(200).Json["items"]!.AsArray().Single()!;
        item["name"]!.GetValue<string>().ShouldBe("greeter");
        item["version"]!.GetValue<int>().ShouldBe(1);
        item["subscriptions"]!.ToJsonString().ShouldBe("""["hello"]""");

        var one = (await api.SendAsync("GET", $"{Templates}/greeter")).ShouldHaveStatus(200).Json;
        one["files"]!["index.js"]!.GetValue<string>().ShouldBe("on('hello', () => 1)");
        one["settings"]!["a"]!.GetValue<int>().ShouldBe(1);
        one["versions"]!.AsArray().Single()!["checksum"]!.GetValue<string>().Length.ShouldBe(64);
    }

    [DatabaseFact]
    public async Task The_same_again_changes_nothing_and_an_older_version_can_be_made_active()
    {
        await using var api = await ApiServer.StartAsync();
        await api.SendAsync("PUT", $"{Templates}/greeter", Source);

        var again = await api.SendAsync("PUT", $"{Templates}/greeter", Source);
        var other = await api.SendAsync("PUT", $"{Templates}/greeter", """{"files":{"index.js":"2"}}""");
        var back = await api.SendAsync("POST", $"{Templates}/greeter/activate", """{"version":1}""");

        again.Json["changed"]!.GetValue<bool>().ShouldBeFalse();
        other.Json["version"]!.GetValue<int>().ShouldBe(2);
        back.ShouldHaveStatus(200).Json["version"]!.GetValue<int>().ShouldBe(1);
        (await api.SendAsync("GET", $"{Templates}/greeter")).Json["versions"]!.AsArray().Count.ShouldBe(2);
        var unknown = await api.SendAsync("POST", $"{Templates}/greeter/activate", """{"version":7}""");
        unknown.ShouldBeProblem(404, "unknown_version");
        unknown.Detail.ShouldContain("1, 2");
        (await api.SendAsync("POST", $"{Templates}/greeter/activate", """{"version":0}""")).ShouldBeProblem(400, "invalid_parameter");
        (await api.SendAsync("POST", $"{Templates}/greeter/activate", "{}")).ShouldBeProblem(400, "invalid_parameter");
        (await api.SendAsync("POST", $"{Templates}/greeter/activate", """{"version":1.5}""")).ShouldBeProblem(400, "bad_json");
        (await api.SendAsync("POST", $"{Templates}/other/activate", """{"version":1}""")).ShouldBeProblem(404, "unknown_template");
    }

    [DatabaseFact]
    public async Task A_template_that_fails_the_check_is_refused_with_the_place_and_changes_nothing()
    {
        await using var api = await ApiServer.StartAsync();
        await api.SendAsync("PUT", $"{Templates}/greeter", Source);
        api.Workers.OnCheck = check => new TemplateChecked(
            check.DispatchId,
            [],
            new Dictionary<string, string>(StringComparer.Ordinal),
            new TemplateFault { Reason = "SyntaxError", Message = "Unexpected token '}'", File = "index.js", Line = 3, Column = 14 });

        var refused = await api.SendAsync("PUT", $"{Templates}/greeter", """{"files":{"index.js":"}"}}""");

        refused.ShouldBeProblem(422, "template_rejected");
        refused.Detail.ShouldBe("Unexpected token '}'");
        refused.Json["reason"]!.GetValue<string>().ShouldBe("SyntaxError");
        refused.Json["file"]!.GetValue<string>().ShouldBe("index.js");
        refused.Json["line"]!.GetValue<int>().ShouldBe(3);
        refused.Json["column"]!.GetValue<int>().ShouldBe(14);
        (await api.SendAsync("GET", $"{Templates}/greeter")).Json["version"]!.GetValue<int>().ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_template_in_typescript_is_shown_as_its_author_wrote_it_and_kept_with_what_runs()
    {
        await using var api = await ApiServer.StartAsync();
        var code = new Dictionary<string, string>(StringComparer.Ordinal) { ["index.ts"] = "converted" };
        api.Workers.OnCheck = check => new TemplateChecked(check.DispatchId, ["hello"], code, null);

        (await api.SendAsync("PUT", $"{Templates}/greeter", """{"files":{"index.ts":"on<A>('hello', (): void => {});"}}""")).ShouldHaveStatus(200);

        var shown = await api.SendAsync("GET", $"{Templates}/greeter");
        shown.Json["files"]!["index.ts"]!.GetValue<string>().ShouldBe("on<A>('hello', (): void => {});");
        shown.Text.ShouldNotContain("converted");
        (await api.Database.ReadTextsAsync("select code->>'index.ts' from template_versions")).ShouldBe(["converted"]);
    }

    [DatabaseFact]
    public async Task A_template_that_is_deleted_is_gone()
    {
        await using var api = await ApiServer.StartAsync();
        await api.SendAsync("PUT", $"{Templates}/greeter", Source);

        (await api.SendAsync("DELETE", $"{Templates}/greeter")).ShouldHaveStatus(204);

        (await api.SendAsync("GET", $"{Templates}/greeter")).ShouldBeProblem(404, "unknown_template");
        (await api.SendAsync("DELETE", $"{Templates}/greeter")).ShouldBeProblem(404, "unknown_template");
        (await api.SendAsync("GET", Templates)).Text.ShouldBe("""{"items":[]}""");
    }

    [DatabaseFact]
    public async Task A_tenant_has_as_many_templates_as_its_limit_says()
    {
        await using var api = await ApiServer.StartAsync(options => options with
        {
            Limits = new LimitOptions { Default = new TenantLimits { Templates = 1 } },
        });
        await api.SendAsync("PUT", $"{Templates}/one", Source);

        var refused = await api.SendAsync("PUT", $"{Templates}/two", Source);

        refused.ShouldBeProblem(409, "too_many_templates");
        refused.Json["limit"]!.GetValue<int>().ShouldBe(1);
    }

    [DatabaseTheory]
    [InlineData("Greeter")]
    [InlineData("-a")]
    [InlineData("a.b")]
    [InlineData("a%2Fb")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_name_outside_the_rules_is_refused(string name)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var refused = await api.SendAsync("PUT", $"{Templates}/{name}", Source);

        refused.ShouldBeProblem(400, "invalid_parameter");
        refused.Json["parameter"]!.GetValue<string>().ShouldBe("template");
    }

    [DatabaseFact]
    public async Task Files_over_the_limit_are_refused_before_and_after_they_are_read()
    {
        await using var api = await ApiServer.StartAsync(options => options with
        {
            Limits = new LimitOptions { Default = new TenantLimits { TemplateFilesBytes = 1_024 } },
        });

        foreach (var size in (int[])[1_025, 300_000])
        {
            var body = """{"files":{"index.js":"SOURCE"}}""".Replace("SOURCE", new string(' ', size));
            (await api.SendAsync("PUT", $"{Templates}/a", body)).ShouldBeProblem(413, "body_too_large");
        }
    }
}
