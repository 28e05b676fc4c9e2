using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Hostile;

namespace TemplateWorker.JavaScript.Tests.Jint;

/// <summary>Scripts that would overflow the thread's stack, and so end the process with the runs of other tenants.</summary>
public sealed class JintStackTests
{
    [Theory]
    [InlineData("i = i.take(5); return [...i];")]
    [InlineData("i = i.map(x => x); return i.next();")]
    [InlineData("i = [1].values().flatMap(() => before);")]
    [InlineData("yield* g(n - 1); yield n; }")]
    public async Task What_is_made_of_thousands_of_iterators_ends_by_an_error_and_its_process_lives(string part)
    {
        var scripts = HostileGroup.Of(HostileGroup.Stacks);
        var matching = Enumerable.Range(0, scripts.Count).Where(index => scripts[index].Name.Contains(part, StringComparison.Ordinal)).ToList();
        matching.ShouldNotBeEmpty();
        foreach (var index in matching)
        {
            var (ended, others) = await HostileProcess.RunAsync(ScriptEngineKind.Jint, HostileGroup.Stacks, index, 1);

            others.ShouldBeEmpty();
            var report = ended.ShouldHaveSingleItem();
            report.Reason.ShouldBeOneOf(nameof(ScriptFailureReason.ScriptError), nameof(ScriptFailureReason.CpuLimit), nameof(ScriptFailureReason.HeapLimit));
            report.Neighbour.ShouldBeNull();
        }
    }
}
