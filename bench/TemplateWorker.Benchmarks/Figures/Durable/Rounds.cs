using TemplateWorker.Benchmarks.Figures.Accounting;
using TemplateWorker.Benchmarks.Figures.Results;

namespace TemplateWorker.Benchmarks.Figures.Durable;

/// <summary>The rounds of one load that is a given number of events, added up.</summary>
/// <param name="clients">Connections or requests at a time; 0 where there are none.</param>
/// <param name="observed">Whose CPU is counted.</param>
internal sealed class Rounds(int clients, ObservedProcesses observed)
{
    private readonly CpuUse _cpu = new();
    private readonly List<double> _rates = [];
    private long _count;

    public bool IsEmpty => _rates.Count == 0;

    /// <summary>One round.</summary>
    /// <param name="events">How many it is of.</param>
    /// <param name="work">Does it, and says how long it took.</param>
    public Task RunAsync(int events, Func<Task<TimeSpan>> work) => RunAsync(async () => (events, await work()));

    /// <summary>One round.</summary>
    /// <param name="work">Does it, and says of how many events it was and how long it took.</param>
    public async Task RunAsync(Func<Task<(int Events, TimeSpan Elapsed)>> work)
    {
        var before = CpuSnapshot.Take(observed);
        var (events, elapsed) = await work();
        _cpu.Add(before, CpuSnapshot.Take(observed));
        _rates.Add(events / elapsed.TotalSeconds);
        _count += events;
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
