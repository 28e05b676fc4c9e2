using System.Globalization;
using Spectre.Console;

namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>The figures for a person: medians, with least and most in brackets.</summary>
internal static class BenchTable
{
    private const double Mib = 1 << 20;

    public static Table Of(BenchReport report)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("").AddColumn("what").AddColumn(new TableColumn("figure").RightAligned()).AddColumn("µs of CPU each");
        Load("a", "pgbench upsert", report.Upsert);
        Load("a", "pgbench upsert", report.UpsertOnePool);
        Load("b", "events, one increment each", report.Increment);
        Load("c", "events, no key", report.Keyless);
        Load("d", "bare endpoint", report.Bare);
        Ratio("b/a", "at all pools' connections", report.IncrementToUpsert);
        Ratio("b/a", "at one pool's connections", report.IncrementToUpsertOnePool);
        Ratio("c/d", "", report.KeylessToBare);
        if (report.Tenant is { } tenant)
        {
            Row("e", $"cold start of {tenant.Tenants} tenants", $"p50 {tenant.ColdStart.P50:F1} ms, p99 {tenant.ColdStart.P99:F1} ms", "");
            Row("e", "resident per warm tenant, all in", $"{tenant.ResidentBytesPerTenant / Mib:F2} MiB", "");
            Row("e", "  pages shared by processes counted once", $"{tenant.ProportionalBytesPerTenant / Mib:F2} MiB", "");
            Row("e", "  added by a tenant", $"{tenant.AddedBytesPerTenant / Mib:F2} MiB", "");
            if (tenant.ResidentBytesPerTenantAfterLoad is { } afterwards)
            {
                Row("e", "  all in, after the loads", $"{afterwards / Mib:F2} MiB", "");
            }
        }

        if (report.Ready is { } ready)
        {
            Row("f", "start to ready", $"{Format(ready.Start, "F0")} ms", "");
            Row("f", "SIGKILL to replaced", $"{Format(ready.Replacement, "F0")} ms", "");
        }

        Load("g", "pgbench: queue row, value, history", report.Queue);
        Load("g", "pgbench: queue row, value, history", report.QueueOnePool);
        Load("h", "backlog worked off", report.Drain);
        Load("i", "accepted in bulk", report.Bulk);
        Load("j", "accepted one by one and run", report.Flow);
        Load("j", "accepted one by one and run", report.FlowOfFew);
        Load("n", "graphile-worker, backlog worked off", report.JobQueue);
        Ratio("h/g", "", report.DrainToQueue);
        Ratio("i/g", "", report.BulkToQueue);
        Ratio("j/g", "many clients", report.FlowToQueue);
        Ratio("j/g", "few clients", report.FlowOfFewToQueue);
        Ratio("h/n", "", report.DrainToJobQueue);
        Latency("k", "sent to run started", report.Start);

        if (report.Idle is { } idle)
        {
            Row(
                "l",
                string.Create(CultureInfo.InvariantCulture, $"{idle.Tenants:N0} tenants with nothing to do"),
                string.Create(CultureInfo.InvariantCulture, $"{idle.Sum:P2} of a core"),
                string.Join(", ", idle.Cores.Select(role => string.Create(CultureInfo.InvariantCulture, $"{role.Key} {role.Value:P2}"))));
        }

        Load("m", "backlog worked off, no snapshot held", report.Free);
        Load("m", "backlog worked off, snapshot held", report.Held);
        Ratio("m", "held to not held", report.HeldToFree);
        Load("m", "pgbench, no snapshot held", report.QueueFree);
        Load("m", "pgbench, snapshot held", report.QueueHeld);
        Ratio("m", "held to not held, pgbench", report.QueueHeldToFree);
        if (report.QueueSize is { } size)
        {
            Row("m", "  disk of the queue", string.Join(", ", size.Bytes.Select(bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes / Mib:F0}"))) + " MiB", "");
        }

        Load("o", "events, one increment each, all tenants warm", report.Warm);
        Load("o", "events, one increment each, all tenants cold", report.Cold);
        Ratio("o", "cold to warm", report.ColdToWarm);
        Load("p", "events, each sets a key", report.Setting);
        Load("p", "events, each sends an action", report.Sending);
        Ratio("p", "cost of an action to that of a key", report.SettingToSending);
        Load("q", "actions pushed", report.Pushing);
        Load("q", "the same requests of a client", report.PushClient);
        Ratio("q", "pushed to the client's", report.PushingToClient);
        Load("r", "actions taken by SQL", report.Claiming);
        Load("r", "rows of a plain queue taken", report.PlainQueue);
        Ratio("r", "actions to rows", report.ClaimingToPlain);
        Latency("s", "commit to receipt of an action", report.CommitToReceipt);
        Latency("s", "event to receipt of an action", report.EventToReceipt);
        Time("t", "p99 of event to receipt", report.Alone);
        Time("t", string.Create(CultureInfo.InvariantCulture, $"  beside {report.CrowdRows:N0} actions"), report.Crowded);
        Ratio("t", "beside them to alone", report.CrowdedToAlone);
        return table;

        void Row(string letter, string what, string figure, string cpu) =>
            table.AddRow(Markup.Escape(letter), Markup.Escape(what), Markup.Escape(figure), Markup.Escape(cpu));

        void Ratio(string letter, string what, Spread? ratio)
        {
            if (ratio is not null)
            {
                Row(letter, what, Format(ratio, "F2"), "");
            }
        }

        void Latency(string letter, string what, LatencyFigures? latency)
        {
            if (latency is not null)
            {
                Row(letter, what, string.Create(CultureInfo.InvariantCulture, $"p50 {latency.P50:F2} ms, p99 {latency.P99:F2} ms"), "");
            }
        }

        void Time(string letter, string what, Spread? milliseconds)
        {
            if (milliseconds is not null)
            {
                Row(letter, what, $"{Format(milliseconds, "F1")} ms", "");
            }
        }

        void Load(string letter, string what, LoadFigures? load)
        {
            if (load is null)
            {
                return;
            }

            Row(letter, load.Clients == 0 ? what : $"{what}, {load.Clients} clients", $"{Format(load.PerSecond, "N0")} /s", string.Join(", ", load.CpuMicroseconds.Select(
                role => string.Create(CultureInfo.InvariantCulture, $"{role.Key} {role.Value:F1}"))));
            if (load.Latency is { } latency)
            {
                var commits = load.RunsPerCommit is { } runs ? string.Create(CultureInfo.InvariantCulture, $"{runs:F1} runs per commit") : "";
                Row("", "  latency", string.Create(CultureInfo.InvariantCulture, $"p50 {latency.P50:F2} ms, p99 {latency.P99:F2} ms"), commits);
            }

            if (load.Pauses is { } pauses)
            {
                Row("", "  garbage collection", string.Create(
                    CultureInfo.InvariantCulture, $"longest pause {pauses.LongestMilliseconds:F0} ms, paused {pauses.Share:P1}"), "");
            }
        }
    }

    /// <summary>Where the CPU time of a load went, thread by thread.</summary>
    public static Table ThreadsOf(BenchReport report)
    {
        var loads = new[] { ("b", report.Increment), ("c", report.Keyless), ("d", report.Bare), ("h", report.Drain), ("i", report.Bulk), ("j", report.Flow), ("p: key", report.Setting), ("p", report.Sending), ("q", report.Pushing) }.Where(load => load.Item2 is not null).ToList();
        var table = new Table().Border(TableBorder.Rounded).AddColumn("µs of CPU per event, by thread");
        foreach (var (letter, _) in loads)
        {
            table.AddColumn(new TableColumn(letter).RightAligned());
        }

        foreach (var thread in loads.SelectMany(load => load.Item2!.ThreadMicroseconds.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var cells = loads.Select(load => load.Item2!.ThreadMicroseconds.TryGetValue(thread, out var cpu) ? cpu.ToString("F1", CultureInfo.InvariantCulture) : "");
            table.AddRow([Markup.Escape(thread), .. cells]);
        }

        return table;
    }

    private static string Format(Spread spread, string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{spread.Median.ToString(format, CultureInfo.InvariantCulture)} ({spread.Least.ToString(format, CultureInfo.InvariantCulture)}–{spread.Most.ToString(format, CultureInfo.InvariantCulture)})");
}
