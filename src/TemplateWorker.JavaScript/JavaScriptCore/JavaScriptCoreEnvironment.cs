using TemplateWorker.JavaScript.JavaScriptCore.Native;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>JavaScriptCore's settings. It reads them from the native environment when its first group is made.</summary>
internal static class JavaScriptCoreEnvironment
{
    private static readonly Dictionary<string, string> WithJit = new(StringComparer.Ordinal)
    {
        // Both, not one: else JavaScriptCore takes SIGSEGV over, and a NullReferenceException leaves its thread with
        // every signal blocked. Without WebAssembly there is no shared memory either.
        ["JSC_usePollingTraps"] = "1",
        ["JSC_useWasm"] = "0",

        // Memory through the C library, where RLIMIT_DATA counts it.
        ["Malloc"] = "1",

        // Collect as a machine of 256 MiB would. By what this machine has, a heap would grow by its garbage until a
        // template that only makes much of it is over its limit.
        ["JSC_forceRAMSize"] = "268435456",

        // Collect first after 128 KiB instead of 1 MiB: a tenant that has run a thousand times then holds 1.3 MB, not 2.7,
        // for half a microsecond more per run.
        ["JSC_smallHeapSize"] = "131072",
        ["JSC_useJIT"] = "1",
    };

    private static readonly Dictionary<string, string> WithoutJit = new(WithJit, StringComparer.Ordinal) { ["JSC_useJIT"] = "0" };

    /// <summary>
    /// What a process must have in its environment before the library is used. A parent that starts workers passes them;
    /// <see cref="ScriptEngines.Create"/> sets what is missing.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Variables(bool jit) => jit ? WithJit : WithoutJit;

    /// <exception cref="ScriptEngineUnavailableException">A variable has another value: an operator's, or that of an engine made before.</exception>
    public static void Apply(bool jit)
    {
        // The zone of scripts is UTC on every worker, whatever the operator's is. Only native code sees this: .NET read its copy before.
        LibC.WriteEnvironment("TZ", "UTC");
        foreach (var (name, value) in Variables(jit))
        {
            var present = LibC.ReadEnvironment(name);
            if (present is null)
            {
                LibC.WriteEnvironment(name, value);
            }
            else if (present != value)
            {
                throw new ScriptEngineUnavailableException(
                    $"The environment variable {name} is '{present}', but the script engine needs '{value}'. Remove it from the environment of the process, or set scripting.jit to match it.");
            }
        }
    }
}
