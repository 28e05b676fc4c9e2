using System.Globalization;

namespace TemplateWorker.Hosting;

/// <summary>The culture of this process, which only scripts that name a locale leave.</summary>
internal static class ProcessCulture
{
    /// <summary>Log lines, errors and files look the same whatever <c>LANG</c> says. Call it before other threads start.</summary>
    public static void Fix()
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }
}
