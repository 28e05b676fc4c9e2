using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class ActionsApiTests
{
    private const string Actions = "/v1/tenants/guild/1/actions";
    private const string Routes = "/v1/action-routes";

    [DatabaseFact]
    public async Task Actions_are_listed_shown_replayed_and_dropped()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var id = await SendAsync(api, """{"a":1e400}""");
        await api.Database.ExecuteAsync("update actions set position = null, died_at = now(), attempts = 3, last_error = 'status 500'");

        var listed = (await api.SendAsTenantAsync("GET", $"{Actions}?state=dead&type=t&limit=1")).ShouldHaveStatus(200).Json;
        var item = listed["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)item["id"], (string?)item["state"], (string?)item["last_error"], (int)item["attempts"]!).ShouldBe(($"{id}", "dead", "status 500", 3));
        item["route"].ShouldBeNull();
        ((string?)listed["next_after"]).ShouldBe($"{id}");
        (await api.SendAsync("GET", $"{Actions}?after={id}")).Json["items"]!.AsArray().ShouldBeEmpty();
        (await api.SendAsync("GET", $"{Actions}/{id}")).ShouldHaveStatus(200).Text.ShouldContain("\"data\":{\"a\":1e400}");
        ((int)(await api.SendAsync("POST", $"{Actions}/replay?state=dead")).ShouldHaveStatus(200).Json["count"]!).ShouldBe(1);
        ((int)(await api.SendAsync("POST", $"{Actions}/{id}/replay")).ShouldHaveStatus(200).Json["count"]!).ShouldBe(1);
        ((int)(await api.SendAsync("POST", $"{Actions}/drop?state=dead")).ShouldHaveStatus(200).Json["count"]!).ShouldBe(0);
        (await api.SendAsTenantAsync("DELETE", $"{Actions}/{id}")).ShouldHaveStatus(204);
        (await api.SendAsync("DELETE", $"{Actions}/{id}")).ShouldBeProblem(404, "unknown_action");
    }

    [DatabaseFact]
    public async Task A_consumer_claims_acknowledges_and_gives_back()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var id = await SendAsync(api, "7");

        var claimed = (await api.SendAsync("POST", "/v1/actions/claim?max=5", """{"consumer":"c","visibility":"1m"}""")).ShouldHaveStatus(200).Json;

        var item = claimed["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)item["id"], (string?)item["tenant"], (string?)item["type"], (int)item["data"]!, (int)item["attempt"]!).ShouldBe(($"{id}", "guild:1", "t", 7, 1));
        var body = $$"""{"consumer":"c","ids":["{{id}}"]}""";
        (await api.SendAsync("POST", "/v1/actions/extend", body)).Json["ids"]!.AsArray().Count.ShouldBe(1);
        (await api.SendAsync("POST", "/v1/actions/nack", $$"""{"consumer":"c","ids":["{{id}}"],"delay":"0s","error":"busy"}""")).Json["ids"]!.AsArray().Count.ShouldBe(1);
        ((string?)(await api.SendAsync("GET", $"{Actions}/{id}")).Json["last_error"]).ShouldBe("busy");
        (await api.SendAsync("POST", "/v1/actions/claim?wait=5s", """{"consumer":"c"}""")).Json["items"]!.AsArray().Count.ShouldBe(1);
        (await api.SendAsync("POST", "/v1/actions/ack", body)).Json["ids"]!.AsArray().Count.ShouldBe(1);
        (await api.SendAsync("POST", "/v1/actions/ack", body)).Json["ids"]!.AsArray().ShouldBeEmpty();
        (await api.SendAsTenantAsync("POST", "/v1/actions/claim", """{"consumer":"c"}""")).ShouldBeProblem(403, "forbidden");
    }

    [DatabaseTheory]
    [InlineData("/v1/actions/claim?wait=2m", """{"consumer":"c"}""", "wait must be at most 1m")]
    [InlineData("/v1/actions/claim?max=1001", """{"consumer":"c"}""", "max must be a whole number from 1 to 1000")]
    [InlineData("/v1/actions/claim", "{}", "consumer must be 1 to 128 characters, but is missing")]
    [InlineData("/v1/actions/claim", """{"consumer":""}""", "consumer must be 1 to 128 characters without control characters, was ''")]
    [InlineData("/v1/actions/claim", """{"consumer":"c","visibility":"500ms"}""", "visibility must be at least 1s")]
    [InlineData("/v1/actions/claim", """{"consumer":"c","ids":[]}""", "a member that is not known; known are consumer, visibility")]
    [InlineData("/v1/actions/ack", """{"consumer":"c","ids":[]}""", "ids must be 1 to 1000 ids of actions")]
    [InlineData("/v1/actions/ack", """{"consumer":"c","ids":["x"]}""", "ids must be ids of actions, UUIDs, was 'x'")]
    [InlineData("/v1/actions/ack", """{"consumer":"c","ids":[1]}""", "Each of ids must be a string, was a number")]
    [InlineData("/v1/actions/nack", """{"consumer":"c","ids":["01a1fb43-d024-79cf-af1b-fdc238872907"],"delay":"25h"}""", "delay must be at most 24h")]
    public async Task What_a_consumer_must_not_say_is_refused(string path, string body, string detail)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var refused = await api.SendAsync("POST", path, body);

        refused.Status.ShouldBe(400);
        ((string?)refused.Json["detail"]).ShouldNotBeNull().ShouldContain(detail);
    }

    [DatabaseFact]
    public async Task A_route_is_put_listed_without_its_secret_and_deleted()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        const string Body = """
            {"tenant":"guild:1","type":"mail.*","url":"https://example.org/hook","secret":"0123456789abcdef","old_secret":"fedcba9876543210","order":"none",
             "batch":5,"timeout":"3s","attempts":7,"rate":9,"concurrency":2,"allow_private":true}
            """;

        (await api.SendAsync("PUT", $"{Routes}/mail%20of%201", Body)).ShouldHaveStatus(204);

        var listed = await api.SendAsync("GET", Routes);
        listed.Text.ShouldNotContain("0123456789abcdef");
        var route = listed.Json["items"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        route.Remove("changed_at");
        route.ToJsonString().ShouldBe(
            """{"name":"mail of 1","tenant":"guild:1","type":"mail.*","url":"https://example.org/hook","has_old_secret":true,"order":"none","batch":5,"timeout":"3s","attempts":7,"rate":9,"concurrency":2,"allow_private":true,"disabled":null}""");
        (await api.SendAsTenantAsync("GET", Routes)).ShouldBeProblem(403, "forbidden");
        (await api.SendAsync("DELETE", $"{Routes}/mail%20of%201")).ShouldHaveStatus(204);
        (await api.SendAsync("DELETE", $"{Routes}/mail%20of%201")).ShouldBeProblem(404, "unknown_action_route");
    }

    [DatabaseTheory]
    [InlineData("""{"url":"http://x","secret":"0123456789abcdef"}""", "type must be a text, but is missing")]
    [InlineData("""{"type":"a*b","url":"http://x","secret":"0123456789abcdef"}""", "type must be a type of actions")]
    [InlineData("""{"type":"*","url":"ftp://x","secret":"0123456789abcdef"}""", "url must be an absolute address with http or https")]
    [InlineData("""{"type":"*","url":"http://u:p@x","secret":"0123456789abcdef"}""", "url must be an absolute address")]
    [InlineData("""{"type":"*","url":"http://x","secret":"short"}""", "secret must be 16 to 256 bytes")]
    [InlineData("""{"type":"*","url":"http://x","secret":"0123456789abcdef","order":"lax"}""", "order must be strict or none, was 'lax'")]
    [InlineData("""{"type":"*","url":"http://x","secret":"0123456789abcdef","batch":0}""", "batch must be a whole number from 1 to 1000")]
    [InlineData("""{"type":"*","url":"http://x","secret":"0123456789abcdef","timeout":"6m"}""", "timeout must be at most 5m")]
    [InlineData("""{"type":"*","url":"http://x","secret":"0123456789abcdef","attempts":101}""", "attempts must be a whole number from 1 to 100")]
    [InlineData("""{"type":"*","url":"http://x","secret":"0123456789abcdef","rate":0}""", "rate must be a whole number")]
    [InlineData("""{"type":"*","url":"http://x","secret":"0123456789abcdef","concurrency":0}""", "concurrency must be a whole number from 1 to 1000")]
    [InlineData("""{"type":"*","url":"http://x","secret":"0123456789abcdef","tenant":"x"}""", "tenant must be")]
    [InlineData("""{"type":"*","url":"http://x","secret":"0123456789abcdef","allow_private":1}""", "allow_private must be true or false, was a number")]
    public async Task What_a_route_must_not_be_is_refused(string body, string detail)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var refused = await api.SendAsync("PUT", $"{Routes}/r", body);

        refused.Status.ShouldBe(400);
        ((string?)refused.Json["detail"]).ShouldNotBeNull().ShouldContain(detail);
        refused.Text.ShouldNotContain("0123456789abcdef");
    }

    /// <summary>A run of the tenant sends an action of type t.</summary>
    internal static Task<Guid> SendAsync(ApiServer api, string data)
    {
        using var committer = new RunCommitter(api.Database.Database);
        var action = new SentAction
        {
            Id = Guid.CreateVersion7(),
            Type = "t",
            DataJson = data,
            Channel = "a",
            Sender = new SendingRun("a", Guid.NewGuid(), Guid.NewGuid(), null),
        };
        committer.Commit([FinishedRun.Empty(ApiServer.Tenant) with { Actions = [action] }]).Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();
        return Task.FromResult(action.Id);
    }
}
