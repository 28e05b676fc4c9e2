using TemplateWorker.JavaScript.JavaScriptCore.Native;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>
/// What must hold before any template runs. The library is updated under us within a stable Debian, so this is asked at
/// every start.
/// </summary>
internal static class StartTest
{
    private const string Remedy = "Downgrade or upgrade libjavascriptcoregtk-4.1-0, or set scripting.engine to jint.";

    private static readonly (int Number, string Name)[] Signals =
    [
        (4, "SIGILL"), (5, "SIGTRAP"), (7, "SIGBUS"), (8, "SIGFPE"), (11, "SIGSEGV"),
    ];

    private static readonly ScriptLimits Limits = new()
    {
        WallTime = TimeSpan.FromSeconds(10),
        CpuTime = TimeSpan.FromMilliseconds(20),
        HeapBytes = 64 * 1024 * 1024,
        ResultBytes = 1024,
    };

    /// <exception cref="ScriptEngineUnavailableException">A test failed; the message names it.</exception>
    public static void Run(JavaScriptCoreEngine engine)
    {
        using var heap = engine.CreateHeap();
        CheckGlobals(heap);
        CheckSignals();
        CheckWatchdog(heap);
    }

    private static void CheckGlobals(IScriptHeap heap)
    {
        const string Source = """
            if (typeof WebAssembly !== 'undefined' || typeof SharedArrayBuffer !== 'undefined') {
              throw new Error('WebAssembly or SharedArrayBuffer is present');
            }
            """;
        var outcome = Load(heap, Source);
        if (outcome is ScriptLoadOutcome.Failed failed)
        {
            throw new ScriptEngineUnavailableException($"JavaScriptCore does not run a template: {failed.Failure.Message}. {Remedy}");
        }

        ((ScriptLoadOutcome.Loaded)outcome).Template.Dispose();
    }

    private static void CheckSignals()
    {
        foreach (var (number, name) in Signals)
        {
            var owner = LibC.LibraryOf(LibC.SignalHandler(number));
            if (owner is null || (!owner.Contains("libcoreclr", StringComparison.Ordinal) && owner != Environment.ProcessPath))
            {
                throw new ScriptEngineUnavailableException(
                    $"JavaScriptCore took over the handler of {name} (it is in {owner ?? "no library"}), so that a .NET exception could end the process. {Remedy}");
            }
        }
    }

    /// <summary>When the watchdog does not work at all, this never returns, and who started the process sees it never become ready.</summary>
    private static void CheckWatchdog(IScriptHeap heap)
    {
        if (Load(heap, "for (;;) { try { for (;;) { } } finally { continue; } }")
            is not ScriptLoadOutcome.Failed { Failure.Reason: ScriptFailureReason.CpuLimit })
        {
            throw new ScriptEngineUnavailableException($"JavaScriptCore did not stop an endless loop at its CPU limit. {Remedy}");
        }
    }

    private static ScriptLoadOutcome Load(IScriptHeap heap, string source)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { [ScriptSource.Entry] = source };
        return heap.Load(new ScriptSource { Template = "self-test", Version = 1, Files = files, Settings = "{}" }, NoHost.Instance, Limits);
    }
}
