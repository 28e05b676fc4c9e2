using TemplateWorker.Benchmarks.Figures.Accounting;
using TemplateWorker.Benchmarks.Figures.Load;
using TemplateWorker.Benchmarks.Figures.Results;
using TemplateWorker.Demo.Api;

namespace TemplateWorker.Benchmarks.Figures.Measuring;

/// <summary>The rounds of one load on an HTTP server, added up.</summary>
/// <param name="plan">The load.</param>
/// <param name="observed">Whose CPU time counts.</param>
/// <param name="api">Where the workers' pauses are asked for; null when they are of no interest.</param>
internal sealed class LoadSeries(LoadPlan plan, ObservedProcesses observed, WorkerApi? api = null)
{
    private readonly LoadGenerator _generator = new(plan);
    private readonly CpuUse _cpu = new();
    private readonly List<double> _rates = [];
    private readonly List<TimeSpan> _latencies = [];
    private readonly List<double> _pausedShares = [];
    private double _longestPause;
    private long _transactions;

    /// <summary>Good answers of all rounds and warm-ups, by the number of the request.</summary>
    public int[] Answered { get; } = new int[plan.Requests.Count];

    /// <summary>The size of an answer's body.</summary>
    public int BodyBytes { get; private set; }

    /// <summary>Loads the server without counting it.</summary>
    public async Task WarmUpAsync(TimeSpan time, CancellationToken cancellationToken) => Note(await _generator.RunAsync(time, cancellationToken));

    /// <summary>One round.</summary>
    /// <param name="transactions">Tells how many the database has committed so far; null when that is of no interest.</param>
    public async Task RunRoundAsync(TimeSpan time, Func<CancellationToken, Task<long>>? transactions, CancellationToken cancellationToken)
    {
        var committed = transactions is null ? 0 : await transactions(cancellationToken);
        var paused = await PausedAsync(cancellationToken);
        var before = CpuSnapshot.Take(observed);
        var result = await _generator.RunAsync(time, cancellationToken);
        _cpu.Add(before, CpuSnapshot.Take(observed));
        _transactions += transactions is null ? 0 : await transactions(cancellationToken) - committed;
        if (paused is { } since && await PausedAsync(cancellationToken) is { } until)
        {
            _pausedShares.Add((until.Total - since.Total) / (time.TotalMilliseconds * until.Workers));
            _longestPause = until.Longest;
        }

        _rates.Add(result.PerSecond);
        _latencies.AddRange(result.Latencies);
        Note(result);
    }

    /// <summary>All rounds together.</summary>
    public LoadFigures Sum()
    {
        _latencies.Sort();
        return new LoadFigures
        {
            Clients = plan.Clients,
            Count = _latencies.Count,
            PerSecond = Spread.Of(_rates),
            Latency = LatencyFigures.Of(_latencies),
            RunsPerCommit = _transactions == 0 ? null : (double)_latencies.Count / _transactions,
            Pauses = _pausedShares.Count == 0 ? null : new PauseFigures(_longestPause, _pausedShares.Average()),
            CpuMicroseconds = _cpu.RolesPer(_latencies.Count),
            ThreadMicroseconds = _cpu.ThreadsPer(_latencies.Count),
            OthersShare = _cpu.OthersShare,
        };
    }

    private async Task<(double Total, double Longest, int Workers)?> PausedAsync(CancellationToken cancellationToken)
    {
        if (api is null)
        {
            return null;
        }

        var workers = await api.ListWorkersAsync(cancellationToken);
        return (workers.Sum(worker => worker.TotalPauseMs), workers.Max(worker => worker.LongestPauseMs), workers.Count);
    }

    private void Note(LoadResult result)
    {
        BodyBytes = result.SampleBody.Length;
        for (var request = 0; request < Answered.Length; request++)
        {
            Answered[request] += result.Answered[request];
        }
    }
}
