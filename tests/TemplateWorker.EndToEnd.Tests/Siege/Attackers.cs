using System.Collections.Concurrent;
using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Siege;

/// <summary>Tenants that attack: each keeps several calls outstanding, and sends the next one when one is answered.</summary>
internal sealed class Attackers(RunningSupervisor supervisor, Attack attack, int count)
{
    private const int CallsEach = 2;
    private const int First = 1_000_000;

    private readonly string[] _tenants = [.. Enumerable.Range(First, count).Select(id => $"shop:{id}")];
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> _cpu = new(StringComparer.Ordinal);

    /// <summary>How their calls ended, and how often.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    /// <summary>Jain's index of the CPU time that they got: 1 when all got the same.</summary>
    public double Fairness
    {
        get
        {
            var shares = _tenants.Select(tenant => _cpu.GetValueOrDefault(tenant)).ToList();
            var squares = shares.Sum(share => share * share);
            return squares == 0 ? 1 : shares.Sum() * shares.Sum() / (shares.Count * squares);
        }
    }

    public async Task PublishAsync()
    {
        foreach (var tenant in _tenants)
        {
            await supervisor.PublishAsync(tenant, "attack", attack.Source);
        }
    }

    public Task AttackAsync(CancellationToken stop) =>
        Task.WhenAll(_tenants.SelectMany(tenant => Enumerable.Range(0, CallsEach).Select(_ => AttackAsync(tenant, stop))));

    private async Task AttackAsync(string tenant, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var answer = await supervisor.CallAsync(tenant, "go", new { });
            var outcome = answer.Status != 200 ? answer.Problem ?? $"{answer.Status}" : answer.Reason ?? "completed";
            _outcomes.AddOrUpdate(outcome, 1, (_, before) => before + 1);
            var cpu = answer.Status == 200 ? (double?)answer.Result["cpu_ms"] ?? 0 : 0;
            _cpu.AddOrUpdate(tenant, cpu, (_, before) => before + cpu);
        }
    }
}
