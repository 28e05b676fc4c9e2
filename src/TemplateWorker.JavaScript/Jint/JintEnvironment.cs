using System.Globalization;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>Settings of the runtime for a process that runs scripts on Jint only. The runtime reads them when the process starts.</summary>
internal static class JintEnvironment
{
    /// <param name="memoryBytes">What the process may hold; an allocation beyond it ends its run rather than the machine's memory.</param>
    public static IReadOnlyDictionary<string, string> Variables(long memoryBytes) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DOTNET_GCHeapHardLimit"] = memoryBytes.ToString("X", CultureInfo.InvariantCulture),

        // An interpreter is one hot loop of virtual calls: observing it first makes a run a third cheaper.
        ["DOTNET_TieredPGO"] = "1",
    };
}
