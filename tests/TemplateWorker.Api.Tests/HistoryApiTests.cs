using System.Text.Json.Nodes;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class HistoryApiTests
{
    private const string Tenant = "/v1/tenants/guild/1";

    // Ten runs a minute apart, the tenth one at twenty to nine; two of each have one event.
    private const string Runs = """
        insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message, stack,
            started_at, finished_at, wall_ms, cpu_ms, worker)
        select 'guild', '1', case n % 2 when 0 then 'even' else 'odd' end, 3, lpad((n / 2)::text, 32, '0')::uuid, 'message', n, 1 + n % 2,
            case n when 7 then 'dead' else 'done' end, case n when 7 then 'CpuLimit' end, case n when 7 then 'too long' end, null,
            date_trunc('month', now()) + interval '8:30' + n * interval '1 minute', date_trunc('month', now()) + interval '8:30' + n * interval '1 minute',
            12.5, 3, 'host:1/0'
        from generate_series(1, 10) n
        """;

    private const string Lines = """
        insert into logs (owner_type, owner_id, template, run_id, level, line, logged_at)
        select 'guild', '1', case n % 2 when 0 then 'even' else 'odd' end, lpad((n / 3)::text, 32, '0')::uuid,
            (array['debug', 'info', 'warn', 'error'])[1 + n % 4], 'line ' || n, date_trunc('month', now()) + interval '8:30' + n * interval '1 minute'
        from generate_series(1, 10) n
        """;

    [DatabaseFact]
    public async Task History_comes_newest_first_page_by_page()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync(Runs);

        List<int> deliveries = [];
        var after = "";
        var pages = 0;
        do
        {
            var page = (await api.SendAsTenantAsync("GET", $"{Tenant}/history?limit=4{after}")).ShouldHaveStatus(200).Json;
            deliveries.AddRange(page["items"]!.AsArray().Select(item => (int)item!["delivery"]!));
            after = (string?)page["next_after"] is { } next ? $"&after={next}" : "";
            pages++;
        }
        while (after.Length > 0);

        deliveries.ShouldBe(Enumerable.Range(1, 10).Reverse());
        pages.ShouldBe(3);
    }

    [DatabaseFact]
    public async Task A_run_is_shown_with_everything_that_is_known_of_it()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync(Runs);

        var item = (await ItemsAsync(api, "history?outcome=dead")).ShouldHaveSingleItem()!;

        ((string?)item["template"], (int?)item["version"], (string?)item["event"], (int?)item["delivery"], (int?)item["attempt"]).ShouldBe(("odd", 3, "message", 7, 2));
        ((string?)item["outcome"], (string?)item["reason"], (string?)item["message"]).ShouldBe(("dead", "CpuLimit", "too long"));
        ((double?)item["wall_ms"], (double?)item["cpu_ms"], (string?)item["worker"]).ShouldBe((12.5, 3, "host:1/0"));
        item["stack"].ShouldBeNull();
    }

    [DatabaseTheory]
    [InlineData("", 10)]
    [InlineData("?template=even", 5)]
    [InlineData("?event=message", 10)]
    [InlineData("?event=other", 0)]
    [InlineData("?event_id=00000000-0000-0000-0000-000000000002", 2)]
    [InlineData("?delivery=3", 1)]
    [InlineData("?outcome=done&template=odd", 4)]
    [InlineData("?reason=CpuLimit", 1)]
    [InlineData("?from={3}", 8)]
    [InlineData("?to={3}", 2)]
    [InlineData("?from={3}&to={5}", 2)]
    public async Task A_filter_selects_runs(string query, int count)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync(Runs);

        (await ItemsAsync(api, $"history{await WithTimesAsync(api, query)}")).Count.ShouldBe(count);
    }

    [DatabaseTheory]
    [InlineData("history?outcome=lost", "outcome")]
    [InlineData("history?event_id=7", "event_id")]
    [InlineData("history?delivery=-1", "delivery")]
    [InlineData("history?from=2026-11-21", "from")]
    [InlineData("history?to=soon", "to")]
    [InlineData("history?after=7", "after")]
    [InlineData("history?limit=1001", "limit")]
    [InlineData("history?since=1", "since")]
    [InlineData("logs?level=loud", "level")]
    [InlineData("logs?run=7", "run")]
    [InlineData("logs?after=yesterday", "after")]
    [InlineData("logs?outcome=done", "outcome")]
    public async Task A_filter_that_makes_no_sense_is_refused(string path, string parameter)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var answer = await api.SendAsync("GET", $"{Tenant}/{path}");

        answer.ShouldBeProblem(400, "invalid_parameter");
        ((string?)answer.Json["parameter"]).ShouldBe(parameter);
    }

    [DatabaseFact]
    public async Task Log_lines_come_newest_first_page_by_page()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync(Lines);

        List<string?> lines = [];
        var after = "";
        do
        {
            var page = (await api.SendAsTenantAsync("GET", $"{Tenant}/logs?limit=4{after}")).ShouldHaveStatus(200).Json;
            lines.AddRange(page["items"]!.AsArray().Select(item => (string?)item!["line"]));
            after = (string?)page["next_after"] is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);

        lines.ShouldBe(Enumerable.Range(1, 10).Reverse().Select(number => $"line {number}"));
    }

    [DatabaseTheory]
    [InlineData("?template=odd", 5)]
    [InlineData("?level=debug", 10)]
    [InlineData("?level=warn", 5)]
    [InlineData("?level=error", 2)]
    [InlineData("?run=00000000-0000-0000-0000-000000000002", 3)]
    [InlineData("?from={3}&to={5}", 2)]
    [InlineData("?to={5}&after={3}", 2)]
    [InlineData("?to={3}&after={5}", 2)]
    public async Task A_filter_selects_log_lines(string query, int count)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.Database.ExecuteAsync(Lines);

        (await ItemsAsync(api, $"logs{await WithTimesAsync(api, query)}")).Count.ShouldBe(count);
    }

    [DatabaseFact]
    public async Task Another_tenants_history_and_lines_are_out_of_reach()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsTenantAsync("GET", "/v1/tenants/guild/2/history")).ShouldBeProblem(403, "forbidden");
        (await api.SendAsTenantAsync("GET", "/v1/tenants/guild/2/logs")).ShouldBeProblem(403, "forbidden");
    }

    private static async Task<JsonArray> ItemsAsync(ApiServer api, string path) =>
        (await api.SendAsync("GET", $"{Tenant}/{path}")).ShouldHaveStatus(200).Json["items"]!.AsArray();

    private static async Task<string> WithTimesAsync(ApiServer api, string query)
    {
        var first = await api.Database.ReadAsync<DateTime>("select date_trunc('month', now()) + interval '8:30'");
        string At(int minutes) => first.AddMinutes(minutes).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return query.Replace("{3}", At(3), StringComparison.Ordinal).Replace("{5}", At(5), StringComparison.Ordinal);
    }
}
