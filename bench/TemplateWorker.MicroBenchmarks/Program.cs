using BenchmarkDotNet.Running;
using TemplateWorker.MeasuredOperations;
using TemplateWorker.MicroBenchmarks;

return args switch
{
    ["budgets", var path] => WriteBudgets(path),
    _ => RunBenchmarks(args),
};

static int WriteBudgets(string path)
{
    var measured = new Dictionary<string, long>(StringComparer.Ordinal);
    foreach (var (name, make) in Operations.ByName)
    {
        using var operation = make();
        measured.Add(name, AllocationMeter.BytesPerOperation(operation));
        Console.WriteLine($"{measured[name],10:N0} B  {name}");
    }

    BudgetFile.Write(path, measured);
    return 0;
}

static int RunBenchmarks(string[] arguments)
{
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmarks).Assembly).Run(arguments).ToList();
    return summaries.Count > 0 && summaries.TrueForAll(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
}
