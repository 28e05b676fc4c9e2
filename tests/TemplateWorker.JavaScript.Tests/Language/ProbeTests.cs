using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.Language;

/// <summary>An engine beside Node, whose answers <c>record.mjs</c> has recorded.</summary>
public abstract class ProbeTests
{
    private protected abstract ScriptEngineKind Kind { get; }

    private protected abstract string? Listed(Probe probe);

    /// <summary>The zone and the language of a worker's process change nothing: scripts have UTC and English.</summary>
    [EngineTheory]
    [InlineData("UTC", "en_US.UTF-8")]
    [InlineData("Asia/Tokyo", "de_DE.UTF-8")]
    [InlineData("America/New_York", "tr_TR.UTF-8")]
    public async Task It_answers_as_Node_does_but_where_a_difference_is_listed(string zone, string locale)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(
            [ProbeRunner.Scenario, Kind.ToString()], ("TZ", zone), ("LANG", locale), ("LC_ALL", locale));
        exitCode.ShouldBe(0, output);
        var answers = JsonSerializer.Deserialize<string[]>(output)!;
        var wrong = Probe.All.Zip(answers)
            .Where(probe => probe.Second != (Listed(probe.First) ?? probe.First.Answer))
            .Select(probe => $"{probe.First.Code}\n  answered {probe.Second}\n  listed   {Listed(probe.First)}\n  Node     {probe.First.Answer}");
        wrong.ShouldBeEmpty();
    }
}
