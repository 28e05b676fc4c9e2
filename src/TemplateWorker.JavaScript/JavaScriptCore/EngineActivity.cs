using System.Runtime.InteropServices;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>What the engine has done so far, on all threads: who else may have made the process grow.</summary>
/// <param name="Runs">Loads and runs that were started.</param>
/// <param name="Made">Heaps and contexts that were made.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EngineActivity(long Runs, long Made);
