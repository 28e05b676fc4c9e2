using BenchmarkDotNet.Attributes;
using TemplateWorker.MeasuredOperations;

namespace TemplateWorker.MicroBenchmarks;

/// <summary>What does one call of a handler cost, on each engine?</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private MeasuredOperation? _call;

    [GlobalSetup(Target = nameof(JavaScriptCore))]
    public void StartJavaScriptCore() => _call = Operations.ByName["call a handler on JavaScriptCore"]();

    [GlobalSetup(Target = nameof(Jint))]
    public void StartJint() => _call = Operations.ByName["call a handler on Jint"]();

    [GlobalCleanup]
    public void Stop() => _call!.Dispose();

    [Benchmark(Baseline = true)]
    public void JavaScriptCore() => _call!.Run();

    [Benchmark]
    public void Jint() => _call!.Run();
}
