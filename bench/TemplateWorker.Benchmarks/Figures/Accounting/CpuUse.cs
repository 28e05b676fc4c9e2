namespace TemplateWorker.Benchmarks.Figures.Accounting;

/// <summary>The CPU time of a measurement, or of several added up.</summary>
internal sealed class CpuUse
{
    private readonly SortedDictionary<string, TimeSpan> _roles = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Role, string Thread), TimeSpan> _threads = [];
    private TimeSpan _machine;

    /// <summary>By role, in microseconds for each of <paramref name="count"/> events.</summary>
    public IReadOnlyDictionary<string, double> RolesPer(long count) =>
        _roles.ToDictionary(role => role.Key, role => role.Value.TotalMicroseconds / count, StringComparer.Ordinal);

    /// <summary>By role and thread, as <c>role/thread</c>; threads that ended meanwhile are missing.</summary>
    public IReadOnlyDictionary<string, double> ThreadsPer(long count) => _threads
        .Where(thread => thread.Value.TotalMicroseconds / count >= 0.1)
        .ToDictionary(thread => $"{thread.Key.Role}/{thread.Key.Thread}", thread => thread.Value.TotalMicroseconds / count, StringComparer.Ordinal);

    /// <summary>How much of the machine went to processes that have nothing to do with the measurement; 0 to 1 or so.</summary>
    public double OthersShare => _machine <= TimeSpan.Zero ? 0 : Math.Max(0, 1 - (_roles.Values.Sum(cpu => cpu.TotalSeconds) / _machine.TotalSeconds));

    public void Add(CpuSnapshot before, CpuSnapshot after)
    {
        _machine += after.Machine - before.Machine;
        foreach (var (role, cpu) in after.Roles)
        {
            _roles[role] = _roles.GetValueOrDefault(role) + cpu - before.Roles.GetValueOrDefault(role);
        }

        foreach (var (thread, cpu) in after.Threads)
        {
            var used = cpu - before.Threads.GetValueOrDefault(thread);
            if (used > TimeSpan.Zero)
            {
                _threads[thread] = _threads.GetValueOrDefault(thread) + used;
            }
        }
    }
}
