namespace TemplateWorker.JavaScript.JavaScriptCore.Native;

/// <summary>What JavaScriptCore counts of a group's memory: its cells and what they own, but not compiled code and the like.</summary>
internal static unsafe class HeapStatistics
{
    private static readonly string[] Counters = ["heapSize", "extraMemorySize"];

    public static long ReadBytes(nint context)
    {
        nint exception = 0;
        var statistics = NativeMethods.JSGetMemoryUsageStatistics(context);
        double bytes = 0;
        foreach (var counter in Counters)
        {
            var name = NativeText.Create(counter);
            var value = NativeMethods.JSObjectGetProperty(context, statistics, name, &exception);
            NativeMethods.JSStringRelease(name);
            bytes += NativeMethods.JSValueToNumber(context, value, &exception);
        }

        return double.IsNaN(bytes) ? 0 : (long)bytes;
    }
}
