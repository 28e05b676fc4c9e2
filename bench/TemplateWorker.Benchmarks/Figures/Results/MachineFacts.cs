using System.Globalization;
using System.Runtime.InteropServices;

namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>Where it was measured: no figure means anything without it.</summary>
internal sealed record MachineFacts(string Processor, int Cores, double MemoryGib, string System, string Runtime, double LoadAtStart)
{
    public static MachineFacts Read() => new(
        Value(File.ReadLines("/proc/cpuinfo"), "model name"),
        Environment.ProcessorCount,
        Math.Round(double.Parse(Value(File.ReadLines("/proc/meminfo"), "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / (1 << 20), 1),
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
        RuntimeInformation.FrameworkDescription,
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));

    private static string Value(IEnumerable<string> lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
