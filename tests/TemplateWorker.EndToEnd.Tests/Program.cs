using TemplateWorker.EndToEnd.Tests.Chaos;

namespace TemplateWorker.EndToEnd.Tests;

/// <summary>The fault suite, which plays in full what the tests play in short.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) => new ChaosCommand(Console.Out, TimeProvider.System).RunAsync(arguments);
}
