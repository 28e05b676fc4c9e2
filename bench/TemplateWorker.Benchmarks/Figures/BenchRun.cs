using System.Text;
using TemplateWorker.Benchmarks.Figures.Accounting;
using TemplateWorker.Benchmarks.Figures.Actions;
using TemplateWorker.Benchmarks.Figures.Baselines;
using TemplateWorker.Benchmarks.Figures.Durable;
using TemplateWorker.Benchmarks.Figures.Load;
using TemplateWorker.Benchmarks.Figures.Measuring;
using TemplateWorker.Benchmarks.Figures.Results;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures;

/// <summary>One engine on one cluster: every figure that was asked for, then the check that nothing acknowledged is missing.</summary>
internal sealed class BenchRun(
    BenchArguments arguments, BenchStand stand, string engine, Acknowledged acknowledged, BenchNotes notes, Action<string> say)
{
    private const int Clients = 32;

    /// <summary>The default of <c>workers.max_db_connections</c>, which the configuration leaves as it is.</summary>
    private const int PoolConnections = 7;

    /// <summary>Long enough for the JIT compiler to have seen what is hot, and to be done with it.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (arguments.Wants(Figure.Ready))
        {
            say("f: starting the whole, and killing a worker, five times.");
            var ready = await ReadinessMeasurement.RunAsync(stand, engine, cancellationToken);
            notes.Add(report => report with { Ready = ready });
        }

        if (arguments.Only.All(figure => figure == Figure.Ready))
        {
            return;
        }

        await using var supervisor = await stand.StartSupervisorAsync(engine, cancellationToken);
        var workers = await supervisor.WorkerProcessesAsync(cancellationToken);
        notes.Add(report => report with { Workers = workers.Count });
        say($"Warming {workers.Count} workers up.");
        await WarmUpSparesAsync(cancellationToken);
        if (arguments.Wants(Figure.Tenant))
        {
            say("e: the first event of every tenant.");
            var tenant = await TenantMeasurement.RunAsync(Plan(BenchTenants.IncrementEvent, 1), workers, cancellationToken);
            acknowledged.Add([.. Enumerable.Repeat(1, BenchTenants.Count)]);
            notes.Add(report => report with { Tenant = tenant });
        }

        await MeasureCommitsAsync(supervisor, workers.Count, cancellationToken);
        await MeasureColdAsync(supervisor, cancellationToken);
        await MeasureHandlersAsync(supervisor, cancellationToken);
        if (notes.Report is { Tenant: { } figures } && (notes.Report.Increment ?? notes.Report.Keyless) is not null)
        {
            var memory = ResidentMemory.Of(await supervisor.WorkerProcessesAsync(cancellationToken));
            notes.Add(report => report with { Tenant = figures with { ResidentBytesPerTenantAfterLoad = (double)memory.Resident / BenchTenants.Count } });
        }

        await new DurableRun(arguments, stand, acknowledged, notes, say).RunAsync(supervisor, workers.Count, cancellationToken);
        await new ActionRun(arguments, stand, notes, say).RunAsync(supervisor, cancellationToken);
        var increments = await CheckAsync(cancellationToken);
        notes.Add(report => report with { IncrementsChecked = increments });
    }

    /// <summary>Figures a and b, which take turns.</summary>
    private async Task MeasureCommitsAsync(SupervisorUnderTest supervisor, int workers, CancellationToken cancellationToken)
    {
        if (!arguments.Wants(Figure.Upsert, Figure.Increment))
        {
            return;
        }

        say("a, b: pgbench and incrementing events, in turns.");
        var observed = await supervisor.ObserveAsync(stand.Postmaster, cancellationToken);
        var script = await UpsertScript.WriteAsync(stand.Folder.Path, BenchTenants.Count, cancellationToken);
        var pgbench = new Pgbench(stand.ConnectionString, script);
        var allPools = new PgbenchSeries(pgbench, workers * PoolConnections, observed);
        var onePool = new PgbenchSeries(pgbench, PoolConnections, observed);
        var increment = new LoadSeries(Plan(BenchTenants.IncrementEvent, Clients), observed, supervisor.Api);
        if (arguments.Wants(Figure.Upsert))
        {
            // Makes the rows, so that the rounds replace values, as the events do.
            await pgbench.RunAsync(PoolConnections, TimeSpan.FromSeconds(2), cancellationToken);
        }

        if (arguments.Wants(Figure.Increment))
        {
            await increment.WarmUpAsync(WarmUp, cancellationToken);
        }

        for (var round = 0; round < BenchArguments.Rounds; round++)
        {
            if (arguments.Wants(Figure.Upsert))
            {
                await allPools.RunRoundAsync(arguments.RoundTime, cancellationToken);
            }

            if (arguments.Wants(Figure.Increment))
            {
                await increment.RunRoundAsync(arguments.RoundTime, stand.Counters.TransactionsAsync, cancellationToken);
            }

            if (arguments.Wants(Figure.Upsert))
            {
                await onePool.RunRoundAsync(arguments.RoundTime, cancellationToken);
            }
        }

        acknowledged.Add(increment.Answered);
        notes.Add(report => report with
        {
            Upsert = arguments.Wants(Figure.Upsert) ? allPools.Sum() : null,
            UpsertOnePool = arguments.Wants(Figure.Upsert) ? onePool.Sum() : null,
            Increment = arguments.Wants(Figure.Increment) ? increment.Sum() : null,
        });
    }

    /// <summary>Figure o and b, which take turns.</summary>
    private async Task MeasureColdAsync(SupervisorUnderTest supervisor, CancellationToken cancellationToken)
    {
        if (!arguments.Wants(Figure.Cold))
        {
            return;
        }

        say($"o: {ColdTenants.Count} tenants without a heap and {BenchTenants.Count} with one, in turns.");
        await ColdTenants.MakeAsync(stand.ConnectionString, cancellationToken);
        var observed = await supervisor.ObserveAsync(stand.Postmaster, cancellationToken);
        var warm = new LoadSeries(Plan(BenchTenants.IncrementEvent, Clients), observed, supervisor.Api);
        var cold = new LoadSeries(
            Plan(BenchTenants.IncrementEvent, Clients) with { Requests = ColdTenants.Requests(BenchTenants.IncrementEvent, stand.Folder.Token) }, observed, supervisor.Api);
        for (var round = 0; round < BenchArguments.Rounds; round++)
        {
            await warm.WarmUpAsync(TimeSpan.FromSeconds(2), cancellationToken);
            await warm.RunRoundAsync(arguments.RoundTime, null, cancellationToken);
            await cold.RunRoundAsync(arguments.RoundTime, null, cancellationToken);
        }

        acknowledged.Add(warm.Answered);
        notes.Add(report => report with { Cold = cold.Sum(), Warm = warm.Sum() });
    }

    /// <summary>Figures c and d, which take turns.</summary>
    private async Task MeasureHandlersAsync(SupervisorUnderTest supervisor, CancellationToken cancellationToken)
    {
        if (!arguments.Wants(Figure.Keyless, Figure.Bare))
        {
            return;
        }

        say("c, d: events without a key and a bare endpoint, in turns.");
        var observed = await supervisor.ObserveAsync(stand.Postmaster, cancellationToken);
        var plan = Plan(BenchTenants.KeylessEvent, Clients);
        var keyless = new LoadSeries(plan, observed);
        await keyless.WarmUpAsync(WarmUp, cancellationToken);
        await using var endpoint = await BareEndpointProcess.StartAsync(keyless.BodyBytes, cancellationToken);
        var bare = new LoadSeries(
            plan with { Server = endpoint.Address, Proof = default },
            observed with { Processes = [.. observed.Processes, ("endpoint", endpoint.ProcessId)] });
        if (arguments.Wants(Figure.Bare))
        {
            await bare.WarmUpAsync(WarmUp, cancellationToken);
        }

        for (var round = 0; round < BenchArguments.Rounds; round++)
        {
            if (arguments.Wants(Figure.Keyless))
            {
                await keyless.RunRoundAsync(arguments.RoundTime, null, cancellationToken);
            }

            if (arguments.Wants(Figure.Bare))
            {
                await bare.RunRoundAsync(arguments.RoundTime, null, cancellationToken);
            }
        }

        notes.Add(report => report with
        {
            Keyless = arguments.Wants(Figure.Keyless) ? keyless.Sum() : null,
            Bare = arguments.Wants(Figure.Bare) ? bare.Sum() : null,
        });
    }

    private async Task WarmUpSparesAsync(CancellationToken cancellationToken)
    {
        foreach (var eventName in new[] { BenchTenants.IncrementEvent, BenchTenants.KeylessEvent })
        {
            var plan = Plan(eventName, Clients) with { Requests = BenchTenants.SpareRequests(eventName, stand.Folder.Token) };
            await new LoadGenerator(plan).RunAsync(TimeSpan.FromSeconds(2), cancellationToken);
        }
    }

    private LoadPlan Plan(string eventName, int clients) => new()
    {
        Server = stand.Address,
        Requests = BenchTenants.Requests(eventName, stand.Folder.Token),
        Proof = Encoding.ASCII.GetBytes("\"outcome\":\"completed\""),
        Clients = clients,
    };

    /// <summary>Compares what was acknowledged with what is stored, tenant by tenant.</summary>
    private async Task<long?> CheckAsync(CancellationToken cancellationToken)
    {
        var stored = await stand.Counters.ReadAsync(cancellationToken);
        var wrong = Enumerable.Range(0, BenchTenants.Count).Where(tenant => stored[tenant] != acknowledged.Increments[tenant]).ToList();
        if (wrong is [var first, ..])
        {
            throw new BenchException(
                $"{wrong.Count} tenants hold another count than was acknowledged; the first is {first + 1}: {acknowledged.Increments[first]} events were acknowledged, {stored[first]} are stored.");
        }

        var sum = acknowledged.Increments.Sum(count => (long)count);
        return sum == 0 ? null : sum;
    }
}
