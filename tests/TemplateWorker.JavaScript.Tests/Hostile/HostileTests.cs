using System.Globalization;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;

namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>Every attack ends by a named reason, soon; its process lives, gives the memory back, and serves the next tenant.</summary>
/// <remarks>Minutes on two cores: <c>./dev attacks</c> runs it, <c>./dev test</c> does not.</remarks>
public abstract class HostileTests
{
    private const int FewestAttacks = 207;

    /// <summary>What is not interrupted, such as one call of a built-in function, may last this much longer than the limit.</summary>
    private static readonly TimeSpan Overrun = TimeSpan.FromSeconds(1);

    // Of the first attacks in a process: the script thread's stack (16 MiB), which recursion touches, and code that is compiled.
    private const long Allowance = 64 << 20;

    private const long ManagedAllowance = 8 << 20;

    private protected abstract ScriptEngineKind Kind { get; }

    [Fact]
    public void There_are_enough_attacks() => HostileGroup.All.Sum(group => HostileGroup.Of(group).Count).ShouldBeGreaterThanOrEqualTo(FewestAttacks);

    [EngineTheory]
    [InlineData(HostileGroup.Loops)]
    [InlineData(HostileGroup.Floods)]
    [InlineData(HostileGroup.Allocations)]
    [InlineData(HostileGroup.Stacks)]
    [InlineData(HostileGroup.Sources)]
    [InlineData(HostileGroup.RegularExpressions)]
    [InlineData(HostileGroup.BuiltIns)]
    [InlineData(HostileGroup.HostBoundary)]
    public async Task Every_attack_ends_by_its_name_and_leaves_the_process_well(string group)
    {
        var scripts = HostileGroup.Of(group);
        var (ended, others) = await HostileProcess.RunAsync(Kind, group, 0, scripts.Count);
        var faults = others.Select(other => $"{scripts[other.Key].Name} {other.Value}").ToList();
        foreach (var report in ended)
        {
            faults.AddRange(FaultsOf(scripts[report.Index], report).Select(fault => $"{scripts[report.Index].Name}: {fault}"));
        }

        faults.ShouldBeEmpty();
        ended.Count.ShouldBe(scripts.Count(script => !script.IsEndlessOn(Kind)));
    }

    [EngineFact]
    public async Task What_is_known_not_to_end_does_not_end_or_leaves_the_list()
    {
        var endless = 0;
        foreach (var group in HostileGroup.All)
        {
            var scripts = HostileGroup.Of(group);
            for (var index = 0; index < scripts.Count; index++)
            {
                if (scripts[index].IsEndlessOn(Kind))
                {
                    endless++;
                    var (ended, _) = await HostileProcess.RunAsync(Kind, group, index, 1);
                    ended.ShouldBeEmpty($"{scripts[index].Name} ends now: take it off the list, and out of docs/engines.md");
                }
            }
        }

        endless.ShouldBeGreaterThan(0);
    }

    private static IEnumerable<string> FaultsOf(HostileScript script, HostileReport report)
    {
        Ends end = report.Reason switch
        {
            null => Ends.Completed,
            nameof(ScriptFailureReason.CpuLimit) => Ends.Cpu,
            nameof(ScriptFailureReason.HeapLimit) => Ends.Heap,
            nameof(ScriptFailureReason.ScriptError) or nameof(ScriptFailureReason.SyntaxError) => Ends.Error,
            nameof(ScriptFailureReason.ResultTooLarge) or nameof(ScriptFailureReason.ResultNotSerializable) => Ends.Result,
            _ => default,
        };
        if (end == default || !script.Ends.HasFlag(end))
        {
            yield return $"ended by {report.Reason ?? "completing"} ({report.Message})";
        }

        if (report.Message?.Contains("interpreter failed", StringComparison.Ordinal) == true)
        {
            yield return $"found a defect: {report.Message}";
        }

        if (report.CpuMilliseconds > (HostileRunner.Limits.CpuTime + Overrun).TotalMilliseconds && !script.IsSlow)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"used {report.CpuMilliseconds:0} ms of CPU time");
        }

        if (report.KeptBytes > Math.Max(Allowance, report.BaseBytes / 10) && !script.KeepsBuffers)
        {
            yield return $"left {report.KeptBytes >> 20} MiB in the process";
        }

        if (report.ManagedBytes > ManagedAllowance && !script.KeepsBuffers)
        {
            yield return $"left {report.ManagedBytes >> 20} MiB in the .NET heap";
        }

        if (report.Neighbour is { } wrong)
        {
            yield return $"made the next run of another tenant wrong: {wrong}";
        }
    }
}
