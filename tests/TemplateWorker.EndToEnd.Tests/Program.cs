using TemplateWorker.EndToEnd.Tests.Chaos;
using TemplateWorker.EndToEnd.Tests.Siege;
using TemplateWorker.EndToEnd.Tests.Takers;

namespace TemplateWorker.EndToEnd.Tests;

/// <summary>The fault suite and the siege, which play in full what the tests play in short, and the programs that take actions meanwhile.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) => arguments switch
    {
        ["siege", .. var rest] => new SiegeCommand(System.Console.Out, TimeProvider.System).RunAsync(rest),
        [MoodyReceiver.Verb, var port, var file] => MoodyReceiver.RunAsync(port, file),
        [SqlConsumer.Verb, var database] => SqlConsumer.RunAsync(database),
        [HttpConsumer.Verb, var supervisor, var database] => HttpConsumer.RunAsync(supervisor, database),
        _ => new ChaosCommand(System.Console.Out, TimeProvider.System).RunAsync(arguments),
    };
}
