using System.Globalization;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>Settings of the runtime for a process that runs scripts on Jint only. The runtime reads them when the process starts.</summary>
internal static class JintEnvironment
{
    /// <summary>
    /// How much is allocated between two collections. While one lasts, no run continues, and it lasts about 2 ms for each megabyte that it finds in
    /// use: of a new tenant's heap, all. By itself the runtime takes the size of the processor's cache, which was 80 MB on the machine where
    /// pauses of 0.2 s were measured; with 4 MiB the longest was 64 to 73 ms, at up to 7 % fewer events (figure b).
    /// </summary>
    private const int YoungBytes = 4 * 1024 * 1024;

    /// <param name="memoryBytes">What the process may hold; an allocation beyond it ends its run rather than the machine's memory.</param>
    public static IReadOnlyDictionary<string, string> Variables(long memoryBytes) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DOTNET_GCHeapHardLimit"] = memoryBytes.ToString("X", CultureInfo.InvariantCulture),

        ["DOTNET_GCgen0size"] = YoungBytes.ToString("X", CultureInfo.InvariantCulture),

        // An interpreter is one hot loop of virtual calls: observing it first makes a run a third cheaper.
        ["DOTNET_TieredPGO"] = "1",
    };
}
