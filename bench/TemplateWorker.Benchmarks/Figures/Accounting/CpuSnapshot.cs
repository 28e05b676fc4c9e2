using System.Globalization;

namespace TemplateWorker.Benchmarks.Figures.Accounting;

/// <summary>How much CPU time every role had used at one moment, and which threads used it.</summary>
internal sealed class CpuSnapshot
{
    private readonly Dictionary<string, TimeSpan> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Role, string Thread), TimeSpan> _threads = [];

    private CpuSnapshot(TimeSpan machine) => Machine = machine;

    /// <summary>What all processes of the machine used, the ones that are not ours included.</summary>
    public TimeSpan Machine { get; }

    public IReadOnlyDictionary<string, TimeSpan> Roles => _roles;

    public IReadOnlyDictionary<(string Role, string Thread), TimeSpan> Threads => _threads;

    public static CpuSnapshot Take(ObservedProcesses observed)
    {
        var snapshot = new CpuSnapshot(MachineTime.Parse(File.ReadLines("/proc/stat").First()));
        snapshot.AddProcess(ObservedProcesses.Client, Environment.ProcessId);
        foreach (var (role, processId) in observed.Processes)
        {
            snapshot.AddProcess(role, processId);
        }

        snapshot.AddServer(observed.Postmaster);
        return snapshot;
    }

    private void AddProcess(string role, int processId)
    {
        if (ProcStat.Read($"/proc/{processId}/stat") is not { } process)
        {
            return;
        }

        // Of this program's children the one that ends within a measurement is pgbench, a client too.
        Add(role, role == ObservedProcesses.Client ? process.Cpu + process.ChildrenCpu : process.Cpu);
        foreach (var task in Directory.EnumerateDirectories($"/proc/{processId}/task"))
        {
            if (ProcStat.Read($"{task}/stat") is { } thread)
            {
                var name = (role, thread.Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('-'));
                _threads[name] = _threads.GetValueOrDefault(name) + thread.Cpu;
            }
        }
    }

    /// <summary>A connection that was closed is counted with the parent, which waits for its process.</summary>
    private void AddServer(int postmaster)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var processId)
                && ProcStat.Read($"{folder}/stat") is { } process)
            {
                var isParent = processId == postmaster;
                if (isParent || process.Parent == postmaster)
                {
                    Add(ObservedProcesses.Server, isParent ? process.Cpu + process.ChildrenCpu : process.Cpu);
                }
            }
        }
    }

    private void Add(string role, TimeSpan cpu) => _roles[role] = _roles.GetValueOrDefault(role) + cpu;
}
