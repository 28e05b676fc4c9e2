using TemplateWorker.Benchmarks.Figures;
using TemplateWorker.Benchmarks.Figures.Baselines;
using TemplateWorker.Demo;

return args switch
{
    ["demo"] => await new DemoCommand(TimeProvider.System).RunAsync(),
    ["bench", .. var arguments] => await new BenchCommand(TimeProvider.System).RunAsync(arguments),
    ["generate-demo", var path] => GenerateDemoCommand.Run(path),
    [BareEndpoint.Verb, var bytes] => await BareEndpoint.RunAsync(bytes),
    _ => ShowUsage(),
};

static int ShowUsage()
{
    System.Console.Error.WriteLine("usage: TemplateWorker.Benchmarks demo | bench [--seconds N] [--only a,b,…] [--output FILE] | generate-demo FILE");
    return 2;
}
