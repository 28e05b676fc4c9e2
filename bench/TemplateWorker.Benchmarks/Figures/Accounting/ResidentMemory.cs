using System.Globalization;

namespace TemplateWorker.Benchmarks.Figures.Accounting;

/// <summary>The memory of processes, from <c>/proc/PID/smaps_rollup</c>.</summary>
/// <param name="Resident">Bytes in memory; what processes share counts for each.</param>
/// <param name="Proportional">Bytes in memory; what processes share is divided among them.</param>
internal sealed record ResidentMemory(long Resident, long Proportional)
{
    public static ResidentMemory Of(IEnumerable<int> processes)
    {
        var sum = new ResidentMemory(0, 0);
        foreach (var processId in processes)
        {
            var memory = Parse(File.ReadLines($"/proc/{processId}/smaps_rollup"));
            sum = new ResidentMemory(sum.Resident + memory.Resident, sum.Proportional + memory.Proportional);
        }

        return sum;
    }

    public static ResidentMemory Parse(IEnumerable<string> lines)
    {
        var values = lines
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["Rss:" or "Pss:", ..])
            .ToDictionary(words => words[0], words => 1024 * long.Parse(words[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return new ResidentMemory(values["Rss:"], values["Pss:"]);
    }
}
