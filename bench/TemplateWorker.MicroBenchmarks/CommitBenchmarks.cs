using BenchmarkDotNet.Attributes;
using TemplateWorker.MeasuredOperations;

namespace TemplateWorker.MicroBenchmarks;

/// <summary>What does the committing thread do besides waiting for the database?</summary>
[MemoryDiagnoser]
public class CommitBenchmarks
{
    private readonly MeasuredOperation _fill = Operations.ByName["fill a commit with 64 runs"]();
    private readonly MeasuredOperation _build = Operations.ByName["build the statement of a commit"]();

    [Benchmark]
    public void FillGroup() => _fill.Run();

    [Benchmark]
    public void BuildStatement() => _build.Run();
}
