using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;
using Xunit.Abstractions;

namespace TemplateWorker.EndToEnd.Tests.Consistency;

/// <summary>
/// Clients, key writers and SQL writers at the same tenants, each worker killed once on the way; at the end, what only a
/// serial order of whole runs leaves behind.
/// </summary>
public sealed class SerialOrderTests(ITestOutputHelper output)
{
    private const int Customers = 8;
    private const int EventsOfEach = 60;

    [DatabaseTheory]
    [InlineData(1)]
    [InlineData(20_260_703)]
    public async Task Whatever_happens_at_once_the_outcome_is_that_of_some_serial_order_with_each_effect_once(int seed)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        string[] tenants = [.. Tenants.OfWorker(0).Take(2), .. Tenants.OfWorker(1).Take(2)];
        foreach (var tenant in tenants)
        {
            await supervisor.PublishAsync(tenant, "bank", Bank.Template);
            foreach (var key in new[] { "n", "account:a", "account:b" })
            {
                await supervisor.PutKeyAsync(tenant, key, "0");
            }
        }

        var outsiders = new Outsiders(database, supervisor, tenants);
        using var stopping = new CancellationTokenSource();
        Task[] writers =
        [
            outsiders.WriteSqlAsync(new Random(seed + 1000), stopping.Token),
            outsiders.WriteKeysAsync(new Random(seed + 1001), stopping.Token),
        ];
        var progress = new Progress(Customers * EventsOfEach);
        var sending = Task.WhenAll(Enumerable.Range(0, Customers).Select(number =>
            new BankCustomer(number, supervisor, tenants, new Random(seed + number)).SendAsync(EventsOfEach, progress.Count)));
        await Task.WhenAny(progress.Third, sending);
        Processes.Signal(await supervisor.ProcessOfWorkerAsync(0), Signals.Kill);
        await Task.WhenAny(progress.TwoThirds, sending);
        await KillWithCallsInItAsync(supervisor, 1);
        var events = (await sending).SelectMany(some => some).ToArray();
        await stopping.CancelAsync();
        await Task.WhenAll(writers);

        output.WriteLine($"{events.Length} events, {events.Count(known => known.Refusals > 0)} of them refused at first, "
            + $"{events.Sum(known => (int)known.Answer.Result["repeats"]!)} repeats, "
            + $"{events.Count(known => known.Answer.Reason == "Conflict")} conflicts");
        events.ShouldContain(known => known.Refusals > 0, "nobody was hit by the death of a worker");
        events.ShouldContain(known => (int)known.Answer.Result["repeats"]! > 0, "nobody came into another's way");
        events.Where(known => known.Answer.Reason is not (null or "ScriptError" or "Conflict")).ShouldBeEmpty();
        foreach (var tenant in tenants)
        {
            await HoldAsync(supervisor, tenant, [.. events.Where(known => known.Tenant == tenant)], outsiders);
        }
    }

    /// <summary>Stopped first, so that calls are in it for certain.</summary>
    private static async Task KillWithCallsInItAsync(RunningSupervisor supervisor, int number)
    {
        var process = await supervisor.ProcessOfWorkerAsync(number);
        Processes.Signal(process, Signals.Stop);
        await supervisor.WorkersAsync(workers => (int)workers[number]!["outstanding"]! > 0);
        Processes.Signal(process, Signals.Kill);
    }

    private static async Task HoldAsync(RunningSupervisor supervisor, string tenant, IReadOnlyList<SentEvent> events, Outsiders outsiders)
    {
        int Completed(string name) => events.Count(known => known.Name == name && known.IsCompleted);

        (await supervisor.KeyAsync(tenant, "twice")).ShouldBeNull("an effect is there twice");
        var done = await KeysAsync(supervisor, tenant, "done:");
        done.Keys.ShouldBe(events.Where(known => known.IsCompleted).Select(known => $"done:{known.Id}"), ignoreOrder: true);

        ((int)(await supervisor.KeyAsync(tenant, "n"))!).ShouldBe(Completed("increment") + outsiders.Increments[tenant]);
        ((int)(await supervisor.KeyAsync(tenant, "account:a"))! + (int)(await supervisor.KeyAsync(tenant, "account:b"))!).ShouldBe(0);
        events.Where(known => known.Name == "transfer" && known.IsCompleted)
            .Select(known => (int)known.Answer.Result["value"]!).ShouldAllBe(sum => sum == 0);

        // Each run that listed put a key into the range, so no two of them can have counted the same.
        var sizes = (await KeysAsync(supervisor, tenant, "log:")).Values.Select(value => (int)value!).Where(size => size >= 0).ToArray();
        sizes.Length.ShouldBe(Completed("list"));
        sizes.ShouldBeUnique();
        sizes.ShouldAllBe(size => size < sizes.Length + outsiders.Logs[tenant]);

        var state = JsonNode.Parse(await supervisor.Client.GetStringAsync($"/v1/tenants/{tenant.Replace(':', '/')}/state"))!["data"]!;
        ((int?)state["runs"] ?? 0).ShouldBe(Completed("state"));
        ((int?)state["sql"] ?? 0).ShouldBe(outsiders.States[tenant]);
        var counts = events.Where(known => known.Name == "state" && known.IsCompleted).Select(known => (int)known.Answer.Result["value"]!);
        counts.ShouldBe(Enumerable.Range(1, Completed("state")), ignoreOrder: true);
    }

    private static async Task<IReadOnlyDictionary<string, JsonNode?>> KeysAsync(RunningSupervisor supervisor, string tenant, string prefix)
    {
        Dictionary<string, JsonNode?> keys = new(StringComparer.Ordinal);
        var first = $"/v1/tenants/{tenant.Replace(':', '/')}/kv?prefix={prefix}&limit=1000";
        for (var path = first; path is not null;)
        {
            var page = JsonNode.Parse(await supervisor.Client.GetStringAsync(path))!;
            foreach (var item in page["items"]!.AsArray())
            {
                keys[(string)item!["key"]!] = item["value"];
            }

            path = (string?)page["next_after"] is { } after ? $"{first}&after={Uri.EscapeDataString(after)}" : null;
        }

        return keys;
    }
}
