namespace TemplateWorker.TestKit.Engines;

/// <summary>The native library of the second script engine, which a developer's machine may lack.</summary>
public static class JavaScriptCoreLibrary
{
    private const string Name = "libjavascriptcoregtk-4.1.so.0";

    /// <summary>Why its tests cannot run here; null when they can. In CI (the variable <c>CI</c> is set) they run and fail instead.</summary>
    public static string? SkipReason { get; } = Requirement.SkipReason(
        IsInstalled, "JavaScriptCore is not installed here (apt-get install libjavascriptcoregtk-4.1-0).");

    // Not by loading it: it reads its settings once, when it is loaded.
    private static bool IsInstalled => Directory.Exists("/usr/lib")
        && Directory.EnumerateDirectories("/usr/lib").Prepend("/usr/lib").Append("/usr/lib64").Any(folder => File.Exists(Path.Combine(folder, Name)));
}
