using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

public sealed partial class MetricsTests
{
    private const string Source = """
        on('work', e => { actions.send('t'); kv.set('k', e.data); if (e.data === 'fail') { throw new Error('no'); } });
        """;

    [DatabaseFact]
    public async Task The_page_has_the_documented_metrics_with_what_was_done()
    {
        await using var database = await TestDatabase.CreateAsync();
        var environment = new Dictionary<string, string> { ["TEMPLATE_WORKER__ADDRS__METRICS"] = "127.0.0.1:0" };
        await using var supervisor = await RunningSupervisor.StartAsync(database, "", environment);
        var line = await supervisor.Process.LineAsync("Metrics on");
        var address = JsonNode.Parse(line)!["Properties"]!["Address"]!.GetValue<string>();
        await supervisor.PublishAsync("guild:1", "worker", Source);
        foreach (var data in (string[])["a", "b", "c", "fail"])
        {
            (await supervisor.Client.PostAsJsonAsync("/v1/tenants/guild/1/events", new { name = "work", data })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        using var scraper = new HttpClient { BaseAddress = new Uri(address) };
        var page = string.Empty;
        await Eventually.HoldsAsync(
            async () => Value(page = await scraper.GetStringAsync("metrics"), "template_worker_deliveries_total", "outcome=\"retry\"") >= 1, () => page);

        (await supervisor.Client.PostAsJsonAsync("/v1/actions/claim?wait=10s", new { consumer = "c" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.HoldsAsync(
            async () => Value(page = await scraper.GetStringAsync("metrics"), "template_worker_actions_total", "outcome=\"claimed\"") >= 1, () => page);

        Value(page, "template_worker_deliveries_total", "outcome=\"done\"").ShouldBe(3);
        Value(page, "template_worker_runs_total", "outcome=\"done\"").ShouldBe(3);
        Value(page, "template_worker_runs_total", "outcome=\"ScriptError\"").ShouldBeGreaterThanOrEqualTo(1);
        Value(page, "template_worker_run_duration_seconds_count", "").ShouldBeGreaterThanOrEqualTo(4);
        Value(page, "template_worker_events_total", "outcome=\"accepted\"").ShouldBe(4);
        Value(page, "template_worker_workers", "state=\"ready\"").ShouldBeGreaterThan(0);
        Value(page, "template_worker_cold_starts_total", "").ShouldBe(1);
        Documented().Except(Published(page), StringComparer.Ordinal).ShouldBe(["template_worker_commit_conflicts_total"], "there was no conflict");
        Published(page).Except(Documented(), StringComparer.Ordinal).ShouldBeEmpty();

        (await scraper.GetAsync("v1/workers")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await scraper.PostAsync("metrics", null)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await supervisor.Client.GetStringAsync("metrics")).ShouldContain("template_worker_workers");
    }

    [DatabaseFact]
    public async Task The_tenant_that_takes_the_most_time_is_named_with_what_it_runs()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, "workers:\n  call_timeout: 5m\nlimits:\n  cpu_time: 2s\n  wall_time: 1m");
        await supervisor.PublishAsync("guild:1", "modest", "on('work', () => 1)");
        await supervisor.PublishAsync("guild:2", "greedy", "on('work', () => { for (;;); })");
        await supervisor.RunAsync("guild:1", "work", 1);

        var call = supervisor.CallAsync("guild:2", "work", 1);
        JsonNode shown = new JsonObject();
        await Eventually.HoldsAsync(
            async () => (shown = (await supervisor.Client.GetFromJsonAsync<JsonNode>("/v1/workers"))!)["workers"]!.AsArray()
                .Any(worker => worker!["running"]!.AsArray().Any(run => (string?)run!["template"] == "greedy" && (string?)run["tenant"] == "guild:2")),
            () => shown.ToJsonString());
        (await call).Reason.ShouldBe("CpuLimit");
        await Eventually.HoldsAsync(
            async () => (shown = (await supervisor.Client.GetFromJsonAsync<JsonNode>("/v1/workers"))!)["busiest"]!.AsArray() is [{ } first, _] && (double)first["thread_ms"]! > 1_500,
            () => shown.ToJsonString());

        shown["busiest"]!.AsArray().Select(busy => (string?)busy!["tenant"]).ShouldBe(["guild:2", "guild:1"]);
    }

    private static List<string> Documented() =>
        [.. Row().Matches(File.ReadAllText(RepositoryFiles.PathOf("docs/metrics.md"))).Select(match => match.Groups["name"].Value)];

    private static List<string> Published(string page) =>
        [.. Family().Matches(page).Select(match => match.Groups["name"].Value).Where(name => name.StartsWith("template_worker_", StringComparison.Ordinal))];

    /// <summary>The sum of the values of all series of this name that have the label.</summary>
    private static double Value(string page, string name, string label) => page.Split('\n')
        .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^\| `(?<name>template_worker_[a-z_]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("^# TYPE (?<name>[a-z_]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Family();
}
