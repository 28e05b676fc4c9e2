using TemplateWorker.EndToEnd.Tests.Chaos;
using TemplateWorker.EndToEnd.Tests.Siege;

namespace TemplateWorker.EndToEnd.Tests;

/// <summary>The fault suite and the siege, which play in full what the tests play in short.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) => arguments is ["siege", .. var rest]
        ? new SiegeCommand(Console.Out, TimeProvider.System).RunAsync(rest)
        : new ChaosCommand(Console.Out, TimeProvider.System).RunAsync(arguments);
}
