using TemplateWorker.Benchmarks.Figures.Accounting;
using TemplateWorker.Benchmarks.Figures.Baselines;
using TemplateWorker.Benchmarks.Figures.Results;

namespace TemplateWorker.Benchmarks.Figures.Measuring;

/// <summary>The rounds of pgbench at one number of connections, added up.</summary>
internal sealed class PgbenchSeries(Pgbench pgbench, int clients, ObservedProcesses observed)
{
    private readonly CpuUse _cpu = new();
    private readonly List<double> _rates = [];
    private long _count;

    public async Task RunRoundAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var before = CpuSnapshot.Take(observed);
        var result = await pgbench.RunAsync(clients, time, cancellationToken);
        _cpu.Add(before, CpuSnapshot.Take(observed));
        _rates.Add(result.PerSecond);
        _count += result.Transactions;
    }

    /// <summary>All rounds together.</summary>
    public LoadFigures Sum() => new()
    {
        Clients = clients,
        Count = _count,
        PerSecond = Spread.Of(_rates),
        CpuMicroseconds = _cpu.RolesPer(_count),
        ThreadMicroseconds = _cpu.ThreadsPer(_count),
        OthersShare = _cpu.OthersShare,
    };
}
