using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.JavaScriptCore.Bootstrap;
using TemplateWorker.JavaScript.JavaScriptCore.Native;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>The calls that are on the engine. Runs no script, so a watchdog may ask for them.</summary>
internal static class Backtrace
{
    private const int MaxLength = 128 * 1024;

    /// <param name="context">The one that is running.</param>
    /// <returns>Those of the template, innermost first; none when the engine cannot tell them.</returns>
    public static IReadOnlyList<StackFrame> Read(nint context)
    {
        var text = NativeMethods.JSContextCreateBacktrace(context, StackText.MaxFrames);
        return text != 0 && NativeText.Take(text, MaxLength) is { } backtrace ? StackText.ParseBacktrace(backtrace) : [];
    }
}
