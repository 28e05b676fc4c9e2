using System.Text;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Rates;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

/// <summary>Refusals of tenants that have used up a rate.</summary>
public sealed class EventRatesApiTests
{
    private const string Events = "/v1/tenants/guild/1/events";
    private const string Body = """{"name":"hello"}""";

    [DatabaseFact]
    public async Task An_event_beyond_the_rate_is_refused_with_setting_limit_and_time()
    {
        await using var api = await StartAsync();
        for (var n = 0; n < 3; n++)
        {
            (await api.SendAsync("POST", Events, Body)).ShouldHaveStatus(202);
        }

        var refused = await api.SendAsync("POST", Events, Body);

        refused.ShouldBeProblem(429, "rate_limited");
        refused.Json["detail"]!.GetValue<string>().ShouldBe(
            $"guild:1 has used up limits.events_per_minute (3 events); the event was not stored. Send it again after {refused.Headers["Retry-After"]} s.");
        refused.Json["setting"]!.GetValue<string>().ShouldBe("limits.events_per_minute");
        refused.Json["limit"]!.GetValue<long>().ShouldBe(3);
        int.Parse(refused.Headers["Retry-After"]).ShouldBeInRange(1, 20);
        (await api.SendAsync("POST", "/v1/tenants/guild/2/events", Body)).ShouldHaveStatus(202);
        api.Loggers.Lines.Count(line => line.StartsWith("8111 Warning", StringComparison.Ordinal)).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task Of_many_events_only_the_lines_beyond_the_rate_are_refused()
    {
        await using var api = await StartAsync();

        var answer = await SendLinesAsync(api, $"{Events}?mode=each", 5);

        answer.ShouldHaveStatus(202);
        answer.Json["accepted"]!.GetValue<int>().ShouldBe(3);
        answer.Json["failed"]!.GetValue<int>().ShouldBe(2);
        answer.Json["errors"]!.AsArray().Select(error => $"{error!["line"]} {error["problem"]}").ShouldBe(["4 rate_limited", "5 rate_limited"]);
    }

    [DatabaseFact]
    public async Task Many_events_of_which_all_or_none_are_stored_are_refused_together()
    {
        await using var api = await StartAsync();
        (await SendLinesAsync(api, Events, 2)).ShouldHaveStatus(202);

        var refused = await SendLinesAsync(api, Events, 2);

        refused.ShouldBeProblem(429, "rate_limited");
        int.Parse(refused.Headers["Retry-After"]).ShouldBeInRange(1, 20);
        (await SendLinesAsync(api, Events, 1)).ShouldHaveStatus(202);
    }

    [DatabaseFact]
    public async Task A_workers_refusal_of_an_immediate_call_is_told_with_the_time_that_it_says()
    {
        await using var api = await StartAsync();
        api.Workers.OnDispatch = dispatch => FakeWorkers.Refused(dispatch, DispatchStatus.RateLimited, "Too many runs.") with
        {
            Rate = new UsedUpRate("limits.runs_per_minute", 60_000, TimeSpan.FromSeconds(6.2)),
        };

        var refused = await api.SendAsync("POST", $"{Events}?wait=true", Body);

        refused.ShouldBeProblem(429, "rate_limited");
        refused.Headers["Retry-After"].ShouldBe("7");
        (refused.Json["setting"]!.GetValue<string>(), refused.Json["limit"]!.GetValue<long>()).ShouldBe(("limits.runs_per_minute", 60_000));
    }

    [DatabaseFact]
    public async Task A_refusal_without_its_rate_is_still_one()
    {
        await using var api = await StartAsync();
        api.Workers.OnDispatch = dispatch => FakeWorkers.Refused(dispatch, DispatchStatus.RateLimited, "Too many runs.");

        (await api.SendAsync("POST", $"{Events}?wait=true", Body)).ShouldBeProblem(429, "rate_limited");
    }

    private static Task<ApiServer> StartAsync() => ApiServer.StartAsync(options => options with
    {
        Limits = new LimitOptions
        {
            Tenants = new Dictionary<TenantId, TenantLimits> { [ApiServer.Tenant] = new() { Rates = new TenantRates { Events = 3 } } },
        },
    });

    private static async Task<ApiAnswer> SendLinesAsync(ApiServer api, string path, int events)
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{Body}\n", events)));
        using var call = await RawCall.PostAsync(api, path, "application/x-ndjson", $"Content-Length: {body.Length}", body);
        return await call.AnswerAsync();
    }
}
