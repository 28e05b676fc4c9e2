using System.Text.Json.Nodes;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class ActionStreamTests
{
    private const string All = "/v1/actions/stream";
    private const string OfTenant = "/v1/tenants/guild/1/actions/stream";

    [DatabaseFact]
    public async Task Actions_are_shown_as_they_come_and_again_to_who_was_away()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await ActionsApiTests.SendAsync(api, "0");
        using var all = await api.OpenAsync(All);
        using var ofTenant = await api.OpenAsync(OfTenant);
        using var ofOther = await api.OpenAsync("/v1/tenants/guild/2/actions/stream", ("Last-Event-ID", "0"));
        all.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream");
        using var lines = new StreamReader(await all.Content.ReadAsStreamAsync());
        (await lines.ReadLineAsync()).ShouldBe(": connected");
        var first = await ActionsApiTests.SendAsync(api, "1");
        var second = await ActionsApiTests.SendAsync(api, "2");

        var (position, shown) = await NextAsync(lines);
        ((string?)shown["tenant"], (string?)shown["action"]!["id"], (string?)shown["action"]!["state"]).ShouldBe(("guild:1", $"{first}", "waiting"));
        (_, shown) = await NextAsync(lines);
        ((string?)shown["action"]!["id"]).ShouldBe($"{second}");
        using var linesOfTenant = new StreamReader(await ofTenant.Content.ReadAsStreamAsync());
        ((string?)(await NextAsync(linesOfTenant)).Data["action"]!["id"]).ShouldBe($"{first}");

        using var again = await api.OpenAsync(All, ("Last-Event-ID", position));
        using var linesAgain = new StreamReader(await again.Content.ReadAsStreamAsync());
        ((string?)(await NextAsync(linesAgain)).Data["action"]!["id"]).ShouldBe($"{second}");

        await api.BeginStopAsync();
        using var linesOfOther = new StreamReader(await ofOther.Content.ReadAsStreamAsync());
        (await linesOfOther.ReadToEndAsync()).ShouldBe(": connected\n\nevent: end\ndata: {\"reason\":\"stopping\"}\n\n", "none of its actions came");
    }

    [DatabaseFact]
    public async Task A_caller_that_does_not_read_is_cut_off_and_its_place_is_free_again()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync("""
            insert into actions (id, slot, owner_type, owner_id, template, channel, route, position, type, data, bytes, run_id, event_id)
            select gen_random_uuid(), 1, 'guild', '1', 'a', 'a', '', nextval('action_positions'), repeat('t', 128), '1', 1, gen_random_uuid(), gen_random_uuid()
            from generate_series(1, 50000)
            """);
        using var open = await api.OpenAsync(All, ("Last-Event-ID", "0"));

        var started = TimeProvider.System.GetTimestamp();
        while (!api.Loggers.Lines.Any(line => line.StartsWith("7951 ", StringComparison.Ordinal)))
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        api.Loggers.Lines.Single(line => line.StartsWith("7951 ", StringComparison.Ordinal)).ShouldContain("of root was cut: it took nothing for 10 s");
    }

    [DatabaseFact]
    public async Task What_is_no_id_of_an_event_is_refused()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("GET", All, null, ("Last-Event-ID", "x"))).ShouldBeProblem(400, "invalid_parameter");
        (await api.SendAsync("GET", $"{OfTenant}?after=1")).ShouldBeProblem(400, "invalid_parameter");
    }

    private static async Task<(string Id, JsonNode Data)> NextAsync(StreamReader lines)
    {
        string? id = null;
        while (true)
        {
            var line = await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
            if (line!.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (id!, JsonNode.Parse(line[6..])!);
            }
        }
    }
}
