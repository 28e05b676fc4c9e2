using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class DeliveriesApiTests
{
    private const string Deliveries = "/v1/tenants/guild/1/deliveries";

    // A dead letter after 25 attempts, of which its row keeps the last 20; and an attempt at another event in between.
    private const string Dead = """
        with failures as (
            select n, now() - (25 - n) * interval '1 minute' as at from generate_series(1, 25) n
        ), remembered as (
            insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message, stack,
                started_at, finished_at, wall_ms, cpu_ms, worker)
            select 'guild', '1', 'a', 1, ('00000000-0000-0000-0000-00000000000' || e)::uuid, 'message', 7, n, 'retry', 'ScriptError', 'fault ' || n,
                'at index.js:' || n, at, at, n, 1, 'host:1/0'
            from failures, generate_series(1, 2) e
        )
        insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message, failures)
        select 'guild', '1', 7, 'a', '00000000-0000-0000-0000-000000000001', 'message', '{"a": 1}', 25, 0, 0, now() - interval '1 day', 'ScriptError', 'fault 25',
            jsonb_agg(jsonb_build_object('attempt', n, 'at', at, 'reason', 'ScriptError', 'message', 'fault ' || n, 'stack', 'at index.js:' || n,
                'worker', 'host:1/0', 'wall_ms', n) order by n)
        from failures
        where n > 5
        """;

    [DatabaseFact]
    public async Task A_delivery_shows_its_payload_and_every_attempt_with_error_stack_worker_and_duration()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync(Dead);

        var shown = (await api.SendAsTenantAsync("GET", $"{Deliveries}/7")).ShouldHaveStatus(200);

        shown.Text.ShouldContain("""
            "data":{"a": 1}
            """);
        var failures = shown.Json["failures"]!.AsArray();
        failures.Select(failure => (int)failure!["attempt"]!).ShouldBe(Enumerable.Range(1, 25));
        failures.Select(failure => (string?)failure!["message"]).ShouldBe(Enumerable.Range(1, 25).Select(number => $"fault {number}"));
        failures.Select(failure => (string?)failure!["stack"]).ShouldBe(Enumerable.Range(1, 25).Select(number => $"at index.js:{number}"));
        failures.Select(failure => (double)failure!["wall_ms"]!).ShouldBe(Enumerable.Range(1, 25).Select(number => (double)number));
        failures.ShouldAllBe(failure => (string?)failure!["worker"] == "host:1/0" && (string?)failure["reason"] == "ScriptError");
        ((string?)shown.Json["state"], (int?)shown.Json["attempts"]).ShouldBe(("dead", 25));
    }

    [DatabaseFact]
    public async Task Ids_are_answered_as_text_too_since_numbers_of_clients_may_round_them()
    {
        const string Large = "9007199254740993";
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync(Dead.Replace("'guild', '1', 7,", $"'guild', '1', {Large},", StringComparison.Ordinal)
            .Replace("'message', 7, n,", $"'message', {Large}, n,", StringComparison.Ordinal));

        var page = (await api.SendAsync("GET", $"{Deliveries}?state=dead&limit=1")).ShouldHaveStatus(200);
        page.Json["items"]![0]!["id_text"]!.GetValue<string>().ShouldBe(Large);
        page.Json["next_after_text"]!.GetValue<string>().ShouldBe(Large);
        (await api.SendAsync("GET", $"{Deliveries}/{Large}")).Json["id_text"]!.GetValue<string>().ShouldBe(Large);
        var history = await api.SendAsync("GET", $"/v1/tenants/guild/1/history?delivery={Large}&limit=1");
        history.ShouldHaveStatus(200).Json["items"]![0]!["delivery_text"]!.GetValue<string>().ShouldBe(Large);
    }

    [DatabaseFact]
    public async Task A_delivery_that_is_not_there_is_unknown()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("GET", $"{Deliveries}/8")).ShouldBeProblem(404, "unknown_delivery");
        (await api.SendAsync("GET", $"{Deliveries}/x")).ShouldBeProblem(400, "invalid_parameter");
    }

    [DatabaseTheory]
    [InlineData("?state=lost", "state")]
    [InlineData("?after=-1", "after")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?stat=dead", "stat")]
    public async Task A_filter_that_makes_no_sense_is_refused(string query, string parameter)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var answer = await api.SendAsync("GET", $"{Deliveries}{query}");

        answer.ShouldBeProblem(400, "invalid_parameter");
        ((string?)answer.Json["parameter"]).ShouldBe(parameter);
    }
}
