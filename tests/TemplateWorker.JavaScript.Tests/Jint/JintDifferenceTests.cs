using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Jint;

/// <summary>What docs/engines.md says of this engine.</summary>
public sealed class JintDifferenceTests : EngineTests
{
    private protected override IScriptEngine Engine { get; } = ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.Jint });

    [Fact]
    public void A_heap_that_grows_is_stopped() => Test(bench =>
    {
        bench.Limits = bench.Limits with { HeapBytes = 64 * 1024 * 1024, CpuTime = TimeSpan.FromMinutes(2), WallTime = TimeSpan.FromMinutes(2) };
        bench.Failure("var a = []; for (;;) { a.push({ a: [1, 2, 3] }); }").Reason.ShouldBe(ScriptFailureReason.HeapLimit);
    });
}
