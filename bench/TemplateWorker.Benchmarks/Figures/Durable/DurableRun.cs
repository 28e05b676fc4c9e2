using Npgsql;
using TemplateWorker.Benchmarks.Figures.Baselines;
using TemplateWorker.Benchmarks.Figures.Baselines.JobQueue;
using TemplateWorker.Benchmarks.Figures.Measuring;
using TemplateWorker.Benchmarks.Figures.Results;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures.Durable;

/// <summary>The figures g to n: events that are stored before they run.</summary>
internal sealed class DurableRun(BenchArguments arguments, BenchStand stand, Acknowledged acknowledged, BenchNotes notes, Action<string> say)
{
    /// <summary>The backlog of a round.</summary>
    public const int Backlog = 100_000;

    private const int PoolConnections = 7;
    private const int FewClients = 32;

    /// <summary>As a gateway has that passes on what many users do; the more arrives at a time, the more is stored and committed together.</summary>
    private const int ManyClients = 128;

    /// <summary>Time for what has just been done to be over: maintenance, the JIT compiler.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What an idle system does once a second is compiled for good when it has been done thirty times, and until then that costs
    /// more than the idling.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    /// <summary>What a backlog takes without a snapshot, roughly.</summary>
    private static readonly TimeSpan BacklogTime = TimeSpan.FromSeconds(10);

    private readonly LanesFromOutside _lanes = new(stand.ConnectionString);

    public async Task RunAsync(SupervisorUnderTest supervisor, int workers, CancellationToken cancellationToken)
    {
        if (arguments.Wants(Figure.Start))
        {
            say("k: from sending an event to the start of its run.");
            await Task.Delay(Calm, cancellationToken);
            var start = await StartLatency.RunAsync(stand, _lanes, acknowledged, TimeProvider.System, cancellationToken);
            notes.Add(report => report with { Start = start });
        }

        if (arguments.Wants(Figure.Queue, Figure.Drain, Figure.Bulk, Figure.Flow, Figure.JobQueue))
        {
            await CompareAsync(supervisor, workers, cancellationToken);
        }

        if (arguments.Wants(Figure.Held))
        {
            say("m: the same while a snapshot is held on the database.");
            await HoldSnapshotAsync(supervisor, workers, cancellationToken);
        }

        if (arguments.Wants(Figure.Idle))
        {
            say($"l: {IdleTenants.Count} tenants with nothing to do.");
            await IdleTenants.MakeAsync(stand.ConnectionString, cancellationToken);
            var observed = await supervisor.ObserveAsync(stand.Postmaster, cancellationToken);
            await Task.Delay(Settling, cancellationToken);
            var idle = await IdleTenants.MeasureAsync(observed, arguments.Time, cancellationToken);
            notes.Add(report => report with { Idle = idle });
        }
    }

    /// <summary>Figures g, h, i, j and n, which take turns.</summary>
    private async Task CompareAsync(SupervisorUnderTest supervisor, int workers, CancellationToken cancellationToken)
    {
        say("g, h, i, j, n: pgbench with the same writes, backlogs that are accepted and worked off, events one by one, graphile-worker, in turns.");
        var observed = await supervisor.ObserveAsync(stand.Postmaster, cancellationToken);
        var queue = new QueueScript(stand.ConnectionString, BenchTenants.Count);
        var pgbench = new Pgbench(stand.ConnectionString, await queue.WriteAsync(stand.Folder.Path, cancellationToken));
        var allPools = new PgbenchSeries(pgbench, workers * PoolConnections, observed);
        var onePool = new PgbenchSeries(pgbench, PoolConnections, observed);
        var (drain, bulk, jobs) = (new Rounds(0, observed), new Rounds(1, observed), new Rounds(0, observed));
        var (few, many) = (new Rounds(FewClients, observed), new Rounds(ManyClients, observed));
        await using var jobQueue = arguments.Wants(Figure.JobQueue) ? await GraphileWorker.InstallAsync(stand, cancellationToken) : null;
        using var sender = new BulkSender(stand.Address, stand.Folder.Token, Backlog);
        if (arguments.Wants(Figure.Drain, Figure.Bulk, Figure.Flow))
        {
            // The first backlog finds cold heaps and code that the JIT compiler has not seen: not counted.
            await DrainAsync(sender, new Rounds(1, observed), new Rounds(0, observed), cancellationToken);
        }

        for (var round = 0; round < BenchArguments.Rounds; round++)
        {
            if (arguments.Wants(Figure.Queue))
            {
                await queue.FillAsync(BenchTenants.Data, cancellationToken);
                await allPools.RunRoundAsync(arguments.RoundTime, cancellationToken);
            }

            if (arguments.Wants(Figure.Drain, Figure.Bulk))
            {
                await DrainAsync(sender, bulk, drain, cancellationToken);
            }

            if (arguments.Wants(Figure.Queue))
            {
                await queue.FillAsync(BenchTenants.Data, cancellationToken);
                await onePool.RunRoundAsync(arguments.RoundTime, cancellationToken);
            }

            if (arguments.Wants(Figure.Flow))
            {
                await FlowAsync(FewClients, few, cancellationToken);
                await FlowAsync(ManyClients, many, cancellationToken);
            }

            if (jobQueue is not null)
            {
                await jobQueue.FillAsync(Backlog, cancellationToken);
                await jobs.RunAsync(Backlog, () => jobQueue.DrainAsync(cancellationToken));
            }
        }

        notes.Add(report => report with
        {
            Queue = arguments.Wants(Figure.Queue) ? allPools.Sum() : null,
            QueueOnePool = arguments.Wants(Figure.Queue) ? onePool.Sum() : null,
            Drain = drain.IsEmpty ? null : drain.Sum(),
            Bulk = bulk.IsEmpty ? null : bulk.Sum(),
            Flow = many.IsEmpty ? null : many.Sum(),
            FlowOfFew = few.IsEmpty ? null : few.Sum(),
            JobQueue = jobs.IsEmpty ? null : jobs.Sum(),
        });
    }

    private async Task HoldSnapshotAsync(SupervisorUnderTest supervisor, int workers, CancellationToken cancellationToken)
    {
        var observed = await supervisor.ObserveAsync(stand.Postmaster, cancellationToken);
        var (free, held, ignored) = (new Rounds(0, observed), new Rounds(0, observed), new Rounds(1, observed));
        var queue = new QueueScript(stand.ConnectionString, BenchTenants.Count);
        var pgbench = new Pgbench(stand.ConnectionString, await queue.WriteAsync(stand.Folder.Path, cancellationToken));
        var (queueFree, queueHeld) = (new PgbenchSeries(pgbench, workers * PoolConnections, observed), new PgbenchSeries(pgbench, workers * PoolConnections, observed));
        using var sender = new BulkSender(stand.Address, stand.Folder.Token, Backlog);
        var sizes = new List<long>();
        await DrainAsync(sender, ignored, new Rounds(0, observed), cancellationToken);
        for (var round = 0; round < BenchArguments.Rounds; round++)
        {
            await DrainAsync(sender, ignored, free, cancellationToken);
            await QueueAsync(queueFree);
        }

        await using var holder = NpgsqlDataSource.Create(stand.ConnectionString);
        await using var connection = await holder.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        await using var look = new NpgsqlCommand("select count(*) from slots", connection, transaction);
        await look.ExecuteScalarAsync(cancellationToken);
        for (var round = 0; round < BenchArguments.Rounds; round++)
        {
            await DrainAsync(sender, ignored, held, cancellationToken);
            sizes.Add(await _lanes.QueueBytesAsync(cancellationToken));
            await QueueAsync(queueHeld);
        }

        notes.Add(report => report with
        {
            Free = free.Sum(),
            Held = held.Sum(),
            QueueFree = queueFree.Sum(),
            QueueHeld = queueHeld.Sum(),
            QueueSize = new QueueSize(sizes),
        });

        // For as long as a backlog takes, so that about as many versions of each key come to be.
        async Task QueueAsync(PgbenchSeries series)
        {
            await queue.FillAsync(BenchTenants.Data, cancellationToken);
            await series.RunRoundAsync(BacklogTime, cancellationToken);
        }
    }

    /// <summary>Fills all lanes while they are held, then lets them go.</summary>
    private async Task DrainAsync(BulkSender sender, Rounds bulk, Rounds drain, CancellationToken cancellationToken)
    {
        await _lanes.HoldAsync(cancellationToken);
        await bulk.RunAsync(Backlog, async () =>
        {
            var start = TimeProvider.System.GetTimestamp();
            await sender.SendAsync(cancellationToken);
            return TimeProvider.System.GetElapsedTime(start);
        });
        acknowledged.Add(sender.Increments);
        await drain.RunAsync(Backlog, async () =>
        {
            var start = TimeProvider.System.GetUtcNow();
            await _lanes.FreeAsync(cancellationToken);
            return await _lanes.DrainedAsync(cancellationToken) - start;
        });
    }

    private async Task FlowAsync(int clients, Rounds flow, CancellationToken cancellationToken) => acknowledged.Add(
        await new FlowLoad(stand, arguments.RoundTime).RunAsync(BenchTenants.IncrementEvent, clients, flow, cancellationToken));
}
