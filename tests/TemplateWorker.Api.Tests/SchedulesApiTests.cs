using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class SchedulesApiTests
{
    private const string Schedules = "/v1/tenants/guild/1/schedules";

    [DatabaseFact]
    public async Task A_schedule_that_is_put_is_got_with_its_next_time()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var put = await api.SendAsync(
            "PUT", $"{Schedules}/daily%20digest",
            """{"cron":"30 6 * * mon-fri","timezone":"Europe/Berlin","event":"digest.due","data":{"a":1e400},"catch_up":"last"}""");

        put.ShouldHaveStatus(200);
        var json = put.Json;
        ((string?)json["name"]).ShouldBe("daily digest");
        ((string?)json["cron"]).ShouldBe("30 6 * * mon-fri");
        ((string?)json["timezone"]).ShouldBe("Europe/Berlin");
        ((string?)json["event"]).ShouldBe("digest.due");
        ((string?)json["catch_up"]).ShouldBe("last");
        put.Text.ShouldContain("\"data\":{\"a\":1e400}");
        json["template"].ShouldBeNull();
        json["last_at"].ShouldBeNull();
        var next = DateTimeOffset.Parse((string)json["next_at"]!, System.Globalization.CultureInfo.InvariantCulture);
        next.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        TimeZoneInfo.ConvertTime(next, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).TimeOfDay.ShouldBe(new TimeSpan(6, 30, 0));
        (await api.SendAsync("GET", $"{Schedules}/daily%20digest")).ShouldHaveStatus(200).Text.ShouldBe(put.Text);
        api.Loggers.Lines.ShouldContain(line => line.Contains("root saved schedule daily digest of guild:1"));
    }

    [DatabaseFact]
    public async Task What_is_left_out_is_UTC_the_schedules_own_name_null_and_no_catching_up()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var json = (await api.SendAsTenantAsync("PUT", $"{Schedules}/tick", """{"cron":"@hourly"}""")).ShouldHaveStatus(200).Json;

        ((string?)json["timezone"], (string?)json["event"], (string?)json["catch_up"], json["data"]).ShouldBe(("UTC", "tick", "none", null));
    }

    [DatabaseFact]
    public async Task Schedules_are_listed_by_name_page_by_page_without_their_payloads()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        foreach (var name in (string[])["c", "a", "b"])
        {
            (await api.SendAsync("PUT", $"{Schedules}/{name}", """{"cron":"@daily","data":[1]}""")).ShouldHaveStatus(200);
        }

        var first = (await api.SendAsync("GET", $"{Schedules}?limit=2")).ShouldHaveStatus(200).Json;
        var second = (await api.SendAsync("GET", $"{Schedules}?limit=2&after={(string?)first["next_after"]}")).Json;

        first["items"]!.AsArray().Select(item => (string?)item!["name"]).ShouldBe(["a", "b"]);
        first["items"]![0]!.AsObject().ContainsKey("data").ShouldBeFalse();
        second["items"]!.AsArray().Select(item => (string?)item!["name"]).ShouldBe(["c"]);
        second["next_after"].ShouldBeNull();
        (await api.SendAsync("GET", "/v1/tenants/guild/2/schedules")).Text.ShouldBe("""{"items":[],"next_after":null}""");
    }

    [DatabaseFact]
    public async Task A_schedule_is_removed_once()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SendAsync("PUT", $"{Schedules}/a", """{"cron":"@daily"}""");

        (await api.SendAsync("DELETE", $"{Schedules}/a")).ShouldHaveStatus(204);
        (await api.SendAsync("DELETE", $"{Schedules}/a")).ShouldBeProblem(404, "unknown_schedule");
        (await api.SendAsync("GET", $"{Schedules}/a")).ShouldBeProblem(404, "unknown_schedule");
    }

    [DatabaseTheory]
    [InlineData("""{"cron":"* * *"}""", "cron", "'* * *' has 3 fields; it must have five")]
    [InlineData("""{"cron":"61 * * * *"}""", "cron", "61")]
    [InlineData("""{"cron":"0 0 31 2 *"}""", "cron", "never comes")]
    [InlineData("""{"cron":"@noon"}""", "cron", "'@noon' is no name of a schedule")]
    [InlineData("""{}""", "cron", "cron must be five fields")]
    [InlineData("""{"cron":"@daily","timezone":"Europe/Berln"}""", "timezone", "did you mean 'Europe/Berlin'?")]
    [InlineData("""{"cron":"@daily","event":""}""", "event", "1 to 128 characters")]
    [InlineData("""{"cron":"@daily","catch_up":"some"}""", "catch_up", "none, last, all")]
    public async Task What_is_wrong_with_a_schedule_is_named_with_its_member(string body, string parameter, string detail)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var answer = await api.SendAsync("PUT", $"{Schedules}/a", body);

        answer.ShouldBeProblem(400, "invalid_parameter");
        ((string?)answer.Json["parameter"]).ShouldBe(parameter);
        answer.Detail.ShouldContain(detail);
        (await api.SendAsync("GET", $"{Schedules}/a")).ShouldBeProblem(404, "unknown_schedule");
    }

    [DatabaseTheory]
    [InlineData("PUT", "/a?x=1", """{"cron":"@daily"}""", 400, "invalid_parameter")]
    [InlineData("PUT", "/a%01", """{"cron":"@daily"}""", 400, "invalid_parameter")]
    [InlineData("PUT", "/a", """{"cron":"@daily","cron":"@daily"}""", 400, "bad_json")]
    [InlineData("PUT", "/a", """{"cron":5}""", 400, "bad_json")]
    [InlineData("GET", "?limit=0", null, 400, "invalid_parameter")]
    public async Task Other_requests_are_refused(string method, string path, string? body, int status, string problem)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync(method, $"{Schedules}{path}", body)).ShouldBeProblem(status, problem);
    }

    [DatabaseFact]
    public async Task A_tenant_has_at_most_as_many_schedules_as_it_may()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with
        {
            Limits = new LimitOptions { Default = new TenantLimits { Schedules = 1, EventPayloadBytes = 1_024 } },
        });
        (await api.SendAsync("PUT", $"{Schedules}/a", """{"cron":"@daily"}""")).ShouldHaveStatus(200);

        var refused = await api.SendAsync("PUT", $"{Schedules}/b", """{"cron":"@daily"}""");

        refused.ShouldBeProblem(409, "too_many_schedules");
        ((int?)refused.Json["limit"]).ShouldBe(1);
        (await api.SendAsync("PUT", $"{Schedules}/a", """{"cron":"@hourly"}""")).ShouldHaveStatus(200);
        (await api.SendAsync("PUT", $"{Schedules}/a", $$"""{"cron":"@hourly","data":"{{new string('x', 1_023)}}"}"""))
            .ShouldBeProblem(413, "body_too_large");
    }

    [DatabaseFact]
    public async Task Another_tenants_schedules_are_out_of_reach()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsTenantAsync("GET", "/v1/tenants/guild/2/schedules")).ShouldBeProblem(403, "forbidden");
        (await api.SendAsTenantAsync("PUT", "/v1/tenants/guild/2/schedules/a", """{"cron":"@daily"}""")).ShouldBeProblem(403, "forbidden");
    }
}
