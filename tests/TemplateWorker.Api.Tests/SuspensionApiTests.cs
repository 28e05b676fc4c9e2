using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Storage.Tenants;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class SuspensionApiTests
{
    private const string Tenant = "/v1/tenants/guild/1";
    private const string Event = """{"name":"hello"}""";

    [DatabaseFact]
    public async Task Events_of_a_suspended_tenant_are_refused_with_reason_and_end_and_accepted_again_when_it_is_resumed()
    {
        await using var api = await ApiServer.StartAsync();
        var until = api.Time.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);

        var suspended = (await api.SendAsync("PUT", $"{Tenant}/suspension", $$"""{"reason":"unpaid","until":"{{until}}"}""")).ShouldHaveStatus(200);

        (suspended.Json["tenant"]!.GetValue<string>(), suspended.Json["suspended"]!.GetValue<bool>(), suspended.Json["reason"]!.GetValue<string>())
            .ShouldBe(("guild:1", true, "unpaid"));
        foreach (var path in (string[])[$"{Tenant}/events", $"{Tenant}/events?wait=true"])
        {
            var refused = await api.SendAsync("POST", path, Event);
            refused.ShouldBeProblem(403, "tenant_suspended");
            refused.Json["reason"]!.GetValue<string>().ShouldBe("unpaid");
            refused.Json["until"]!.GetValue<string>().ShouldBe(until);
            refused.Detail.ShouldBe($"The tenant guild:1 is suspended until {until}: unpaid");
        }

        using (var lines = await RawCall.PostAsync(api, "/v1/events", "application/x-ndjson", "Content-Length: 35", """{"name":"hello","tenant":"guild:1"}"""u8.ToArray()))
        {
            (await lines.AnswerAsync()).Json["errors"]![0]!["problem"]!.GetValue<string>().ShouldBe("tenant_suspended");
        }

        (await api.SendAsync("POST", "/v1/tenants/guild/2/events", Event)).ShouldHaveStatus(202);
        (await api.SendAsTenantAsync("GET", $"{Tenant}/suspension")).Json["reason"]!.GetValue<string>().ShouldBe("unpaid");
        (await api.SendAsTenantAsync("PUT", $"{Tenant}/kv/a", "1")).ShouldHaveStatus(200);
        (await api.SendAsync("DELETE", $"{Tenant}/suspension")).ShouldHaveStatus(200).Json["suspended"]!.GetValue<bool>().ShouldBeFalse();
        (await api.SendAsync("POST", $"{Tenant}/events", Event)).ShouldHaveStatus(202);
        (await api.SendAsync("DELETE", $"{Tenant}/suspension")).ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task A_suspension_without_an_end_says_so_and_one_whose_time_is_over_refuses_nothing()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SendAsync("PUT", $"{Tenant}/suspension", """{"reason":"unpaid"}""");
        (await api.SendAsync("POST", $"{Tenant}/events", Event)).Detail.ShouldBe("The tenant guild:1 is suspended until it is resumed: unpaid");
        await api.SendAsync("PUT", $"{Tenant}/suspension", """{"reason":"unpaid","until":"2099-01-01T00:00:00Z"}""");

        api.Time.SetUtcNow(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));

        (await api.SendAsync("POST", $"{Tenant}/events", Event)).ShouldHaveStatus(202);
    }

    [DatabaseFact]
    public async Task A_suspension_ends_in_the_database_when_its_time_is_over()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var store = new SuspensionStore(api.Database.Database);
        await api.SendAsync("PUT", $"{Tenant}/suspension", """{"reason":"unpaid","until":"2099-01-01T00:00:00Z"}""");
        var refresh = new SuspensionRefresh(api.Suspended, store, "here", TimeProvider.System, api.Loggers.CreateLogger<SuspensionRefresh>());
        using var stopping = new CancellationTokenSource();
        var running = refresh.RunAsync(new LoopPulse(TimeProvider.System), stopping.Token);

        await api.Database.ExecuteAsync("update tenants set suspended_until = now()");
        api.Time.SetUtcNow(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        refresh.NoteChanged(ApiServer.Tenant);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await store.ReadAsync([ApiServer.Tenant], limit.Token)).Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }

        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        (await api.SendAsync("GET", "/v1/audit?limit=1")).Json["items"]![0]!["actor"]!.GetValue<string>().ShouldBe("supervisor, because the time is over");
    }

    [DatabaseFact]
    public async Task Suspended_tenants_are_listed()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        foreach (var id in (string[])["1", "2", "3"])
        {
            await api.SendAsync("PUT", $"/v1/tenants/guild/{id}/suspension", """{"reason":"unpaid"}""");
        }

        var first = (await api.SendAsync("GET", "/v1/suspensions?limit=2")).ShouldHaveStatus(200);
        var second = await api.SendAsync("GET", $"/v1/suspensions?limit=2&after={first.Json["next_after"]}");

        first.Json["items"]!.AsArray().Concat(second.Json["items"]!.AsArray()).Select(item => item!["tenant"]!.GetValue<string>())
            .ShouldBe(["guild:1", "guild:2", "guild:3"]);
        second.Json["next_after"].ShouldBeNull();
    }

    [DatabaseTheory]
    [InlineData("{}", "reason", "reason must be 1 to 512 bytes of UTF-8 without control characters, but is missing.")]
    [InlineData("""{"reason":""}""", "reason", "reason must be 1 to 512 bytes of UTF-8 without control characters, was ''.")]
    [InlineData("""{"reason":"a","until":"tomorrow"}""", "until", "until must be a time with an offset as in RFC 3339, such as 2026-11-21T08:00:00Z, was 'tomorrow'.")]
    [InlineData("""{"reason":"a","until":"2000-01-01T00:00:00Z"}""", "until", "until must be in the future, was '2000-01-01T00:00:00Z'.")]
    public async Task A_suspension_that_breaks_a_rule_is_refused_with_the_rule(string body, string parameter, string detail)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var refused = await api.SendAsync("PUT", $"{Tenant}/suspension", body);

        refused.ShouldBeProblem(400, "invalid_parameter");
        refused.Json["parameter"]!.GetValue<string>().ShouldBe(parameter);
        refused.Detail.ShouldBe(detail);
        (await api.SendAsync("PUT", $"{Tenant}/suspension?x=1", """{"reason":"a"}""")).ShouldBeProblem(400, "invalid_parameter");
        (await api.SendAsync("GET", "/v1/suspensions?after=x")).ShouldBeProblem(400, "invalid_parameter");
    }
}
