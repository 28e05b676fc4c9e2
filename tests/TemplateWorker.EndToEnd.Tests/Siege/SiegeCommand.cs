using System.Globalization;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Siege;

/// <summary>The siege: tenants that behave, before and during attacks of others. Prints a table, and fails on what no attack may do.</summary>
internal sealed class SiegeCommand(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Approach = TimeSpan.FromSeconds(2);

    private readonly List<string> _wrongs = [];

    /// <returns>The exit status: 0 when the neighbours were unharmed, 1 when not, 2 for arguments that mean nothing.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (SiegeArguments.TryParse(arguments, out var parsed) is { } problem)
        {
            await System.Console.Error.WriteLineAsync($"{problem}\n\n{SiegeArguments.Usage}");
            return 2;
        }

        await using var server = await OwnServer.StartAsync();
        await output.WriteLineAsync("attack        tenants  victims before       victims during       longest   collector  workers   fairness  attackers' calls");
        foreach (var attack in parsed.Attacks)
        {
            foreach (var attackers in parsed.Attackers)
            {
                await PlayAsync(await server.CreateDatabaseAsync(), attack, attackers, parsed.Time);
            }
        }

        foreach (var wrong in _wrongs)
        {
            await output.WriteLineAsync($"WRONG: {wrong}");
        }

        await output.WriteLineAsync(_wrongs.Count == 0 ? "siege: ok" : $"siege: FAILED {_wrongs.Count}");
        return _wrongs.Count == 0 ? 0 : 1;
    }

    private async Task PlayAsync(TestDatabase database, Attack attack, int count, TimeSpan span)
    {
        await using var owned = database;
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var siege = new SiegePlay(supervisor, time);
        var (before, during, attackers) = await siege.RunAsync(attack, count, span, Approach);
        var workers = await supervisor.WorkersAsync();
        var pause = workers.Max(worker => (double)worker!["longest_pause_ms"]!);
        var memory = workers.Max(worker => (long)worker!["memory_bytes"]!) >> 20;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{attack.Name,-14}{count,7}  {Show(before),-19}  {Show(during),-19}  {during.Longest.TotalMilliseconds,7:F0} ms  {pause,6:F0} ms  {memory,5} MiB  {attackers.Fairness,8:F2}  {string.Join(", ", attackers.Outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}"))}"));
        var title = $"{attack.Name} by {count}";
        var most = (before.P99 * 2) + TimeSpan.FromMilliseconds(20);
        if (during.P99 > most)
        {
            _wrongs.Add(string.Create(CultureInfo.InvariantCulture, $"{title}: the victims' p99 was {during.P99.TotalMilliseconds:F0} ms, more than twice that of before and 20 ms ({most.TotalMilliseconds:F0} ms)."));
        }

        _wrongs.AddRange(during.Refused.Take(1).Select(answer => $"{title}: {during.Refused.Count} of the victims' calls were refused, the first with {answer}."));
        var died = workers.Sum(worker => (int)worker!["restarts"]!);
        if (died > 0)
        {
            _wrongs.Add($"{title}: {died} workers were replaced.");
        }

        static string Show(VictimFigures figures) => string.Create(
            CultureInfo.InvariantCulture, $"p50 {figures.P50.TotalMilliseconds:F0} p99 {figures.P99.TotalMilliseconds:F0} ms");
    }
}
