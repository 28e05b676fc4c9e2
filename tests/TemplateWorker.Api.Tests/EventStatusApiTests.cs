using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Supervision.Timekeeping;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class EventStatusApiTests
{
    private const string Event = "01a1fb43-d024-79cf-af1b-fdc238872907";
    private const string Path = $"/v1/tenants/guild/1/events/{Event}";

    private const string Done = $$"""
        insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message, started_at, finished_at, wall_ms, cpu_ms, worker)
        values ('guild', '1', 'a', 3, '{{Event}}', 'message', 7, 1, 'retry', 'ScriptError', 'no', now(), now() - interval '2 hours', 1, 1, 'w'),
            ('guild', '1', 'a', 3, '{{Event}}', 'message', 7, 2, 'done', null, null, now(), now() - interval '1 hour', 1, 1, 'w'),
            ('guild', '1', 'b', 1, '{{Event}}', 'message', 9007199254740993, 1, 'done', null, null, now(), now(), 1, 1, 'w');
        insert into event_results (owner_type, owner_id, event_id, template, result, bytes, actions)
        values ('guild', '1', '{{Event}}', 'a', '{"big":1e400}', 13, '{01a1fb43-d0f0-7a6e-8c7b-3d0e0c7a1b2c}'), ('guild', '1', '{{Event}}', 'b', null, 70000, null);
        """;

    [DatabaseFact]
    public async Task An_events_deliveries_are_shown_with_their_results_and_actions()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync(Done);

        var shown = (await api.SendAsTenantAsync("GET", Path)).ShouldHaveStatus(200);

        shown.Text.ShouldContain("\"result\":{\"big\":1e400}");
        ((string?)shown.Json["event_id"], (string?)shown.Json["event"], (bool?)shown.Json["ended"]).ShouldBe((Event, "message", true));
        var deliveries = shown.Json["deliveries"]!.AsArray();
        deliveries.Select(one => $"{one!["template"]} {one["version"]} {one["state"]} {one["attempts"]} {one["id_text"]} {one["result_left_out"]}")
            .ShouldBe(["a 3 done 2 7 ", "b 1 done 1 9007199254740993 too_large"]);
        deliveries[0]!["reason"].ShouldBeNull();
        deliveries[0]!["actions"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe(
            """{"id":"01a1fb43-d0f0-7a6e-8c7b-3d0e0c7a1b2c","state":"removed","type":null,"attempts":0,"last_error":null}""");
        (await api.SendAsTenantAsync("GET", $"/v1/tenants/guild/2/events/{Event}")).ShouldBeProblem(403, "forbidden");
        (await api.SendAsync("GET", $"/v1/tenants/guild/2/events/{Event}")).ShouldBeProblem(404, "unknown_event");
    }

    [DatabaseFact]
    public async Task A_result_that_is_no_longer_kept_is_said_to_be_expired()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(
            options => options with { Retention = new RetentionOptions { Results = TimeSpan.FromMinutes(30) } });
        await api.Database.ExecuteAsync($"{Done} delete from event_results");

        var shown = (await api.SendAsync("GET", Path)).ShouldHaveStatus(200);

        shown.Json["deliveries"]!.AsArray().Select(one => (string?)one!["result_left_out"]).ShouldBe(["expired", null]);
    }

    [DatabaseFact]
    public async Task An_event_that_is_not_there_is_unknown_and_what_is_no_id_is_refused()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("GET", Path)).ShouldBeProblem(404, "unknown_event");
        (await api.SendAsync("GET", "/v1/tenants/guild/1/events/7")).ShouldBeProblem(400, "invalid_parameter");
        (await api.SendAsync("GET", $"{Path}?wait=1s")).ShouldBeProblem(400, "invalid_parameter");
        (await api.SendAsync("GET", "/v1/tenants/guild/1/events/ffffffff-ffff-7fff-bfff-ffffffffffff")).ShouldBeProblem(404, "unknown_event");
    }
}
