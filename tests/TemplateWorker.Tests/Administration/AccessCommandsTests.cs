using System.Text.Json.Nodes;
using TemplateWorker.Administration;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Tests.Administration;

public sealed class AccessCommandsTests
{
    [DatabaseFact]
    public async Task A_token_is_issued_listed_rotated_and_revoked()
    {
        await using var test = await TestDatabase.CreateAsync();
        (await DoneAsync(test, "tokens list")).Text.ShouldBe("none");

        var (text, json) = await DoneAsync(test, "tokens create ci --role tenant --tenant guild:1 --expires-in 24h");

        var (token, prefix) = ((string)json["token"]!, (string)json["issued"]!["prefix"]!);
        text.ShouldStartWith($"token    {token}\nprefix   {prefix}\nname     ci\nrole     tenant\ntenant   guild:1\nexpires  ");
        text.ShouldEndWith("The token is shown this once. Keep it where secrets are kept.");
        var listed = await DoneAsync(test, "tokens list --tenant guild:1");
        listed.Text.ShouldContain($"{prefix}  ci    tenant  guild:1  valid");
        (listed.Text + listed.Json.ToJsonString()).ShouldNotContain(token);
        var successor = (string)(await DoneAsync(test, $"tokens rotate {prefix}")).Json["issued"]!["prefix"]!;
        (await DoneAsync(test, $"tokens revoke {prefix}")).Text.ShouldBe($"{prefix} revoked");
        (await DoneAsync(test, $"tokens revoke {prefix}")).Text.ShouldBe($"{prefix} was revoked before");
        (await DoneAsync(test, "tokens list")).Json["items"]!.AsArray().Select(item => $"{item!["prefix"]} {item["state"]}")
            .ShouldBe([$"{prefix} revoked", $"{successor} valid"], ignoreOrder: true);
        (await RefusedAsync(test, $"tokens rotate {prefix}")).ShouldBe($"the token '{prefix}' was revoked or has expired, so it cannot be replaced; create another one");
        (await RefusedAsync(test, "tokens revoke tw_aaaaaaaaaa")).ShouldBe("there is no token 'tw_aaaaaaaaaa'; tokens list shows all");
    }

    [DatabaseFact]
    public async Task What_is_changed_by_the_command_line_is_in_the_log_with_its_user()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message)
            select 'guild', '1', n, 'greet', md5(n::text)::uuid, 'hello', '1', 1, 0, 0, now(), 'Error', 'no' from generate_series(1, 5) n
            """);
        foreach (var command in (string[])["lanes pause guild:1 --all", "deliveries replay guild:1 1", "deliveries drop guild:1 --all --yes", "lanes resume guild:1 --all"])
        {
            await DoneAsync(test, command);
        }

        var (text, json) = await DoneAsync(test, "audit list --tenant guild:1");

        json["items"]!.AsArray().Select(item => $"{item!["action"]} {item["actor"]} {item["origin"]}").ShouldBe(
        [
            "lanes.resume command line 'tester' here", "deliveries.drop command line 'tester' here", "deliveries.replay command line 'tester' here",
            "lanes.pause command line 'tester' here",
        ]);
        text.ShouldContain("""lanes.pause        guild:1  -        {"paused":false}  {"paused":true}""");
        (await DoneAsync(test, "audit list --limit 2")).Text.ShouldContain("\n\nmore: --after ");
        (await DoneAsync(test, "audit list --tenant guild:2")).Text.ShouldBe("none");
    }

    [DatabaseFact]
    public async Task A_tenant_is_suspended_shown_and_resumed()
    {
        await using var test = await TestDatabase.CreateAsync();
        (await DoneAsync(test, "tenants show guild:1")).Text.ShouldBe("guild:1 is not suspended");

        (await DoneAsync(test, "tenants suspend guild:1 --reason unpaid --until 2100-01-01T00:00:00Z")).Text.ShouldBe("guild:1 suspended");

        (await DoneAsync(test, "tenants show guild:1")).Text.ShouldContain("until      2100-01-01T00:00:00Z\nreason     unpaid");
        var (text, json) = await DoneAsync(test, "tenants suspended");
        text.ShouldContain("2100-01-01T00:00:00Z  unpaid");
        ((string)json["items"]![0]!["tenant"]!).ShouldBe("guild:1");
        (await RefusedAsync(test, "tenants suspend guild:1 --reason unpaid --until 2000-01-01T00:00:00Z")).ShouldBe("--until must be in the future, was 2000-01-01T00:00:00Z");
        (await DoneAsync(test, "tenants resume guild:1")).Text.ShouldBe("guild:1 resumed");
        (await DoneAsync(test, "tenants resume guild:1")).Text.ShouldBe("guild:1 is not suspended");
        (await DoneAsync(test, "tenants suspended")).Text.ShouldBe("none");
    }

    [DatabaseFact]
    public async Task An_export_has_all_lines_that_match_page_after_page()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            insert into audit_log (id, actor, origin, action, owner_type, owner_id, subject, before, after)
            select md5(n::text)::uuid, 'me', '192.0.2.7', 'policy.set', 'guild', '1', '=1+1, "x"', null, '{"n": 1}' from generate_series(1, 2001) n
            """);

        var lines = new List<string>();
        await foreach (var line in (await AnswerAsync(test, "audit list --csv --tenant guild:1")).ShouldBeOfType<Report.Lines>().All)
        {
            lines.Add(line);
        }

        lines.Count.ShouldBe(2002);
        lines[0].ShouldBe("at,actor,origin,action,tenant,subject,before,after");
        lines[1].ShouldEndWith(",me,192.0.2.7,policy.set,guild:1,\"'=1+1, \"\"x\"\"\",,\"{\"\"n\"\": 1}\"");
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("=a", "'=a")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@a", "'@a")]
    public void A_field_is_quoted_where_it_must_be_and_never_a_formula(string? value, string expected) => CsvLine.Of([value, null]).ShouldBe($"{expected},");

    private static async Task<(string Text, JsonNode Json)> DoneAsync(TestDatabase test, string command)
    {
        var done = (await AnswerAsync(test, command)).ShouldBeOfType<Report.Done>();
        return (done.Text, JsonNode.Parse(done.Json)!);
    }

    private static async Task<string> RefusedAsync(TestDatabase test, string command) => (await AnswerAsync(test, command)).ShouldBeOfType<Report.Refused>().Reason;

    private static Task<Report> AnswerAsync(TestDatabase test, string command) =>
        new OperatorCommands(test.Database, new AuditedStores(test.Database), new Actor("command line 'tester'", "here"), new LimitOptions())
            .AnswerAsync(CommandParser.Parse(command.Split(' ')).ShouldBeAssignableTo<OperatorCommand>()!, CancellationToken.None);
}
