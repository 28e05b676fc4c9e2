using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Scheduling;

namespace TemplateWorker.Runs;

/// <summary>How many script threads a worker may have.</summary>
internal static class ScriptThreadCount
{
    /// <summary>The most at a time, with those whose run is paused.</summary>
    public static int Most(ScriptingOptions scripting) =>
        scripting.Engine == ScriptEngineKind.Jint ? SharedThreads.MostThreads(scripting.Threads) : scripting.Threads;
}
