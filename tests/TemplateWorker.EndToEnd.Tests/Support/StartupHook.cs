using TemplateWorker.EndToEnd.Tests.Support;

/// <summary>
/// What .NET calls in a process of the program before its own first line, where <see cref="Environment"/> says so: the first
/// worker stops there, so that it stands still before it can have said anything, however busy the machine is; or workers do
/// <see cref="ForbiddenDeeds"/>.
/// </summary>
/// <remarks>The name, the method's name and that there is no namespace are .NET's ("Host startup hook" in its documents).</remarks>
#pragma warning disable CA1050, MA0047 // Declare types in namespaces
public static class StartupHook
#pragma warning restore CA1050, MA0047
{
    private const string Marker = "stopped-before-main";

    /// <summary>Gives this to the supervisor; its workers inherit it.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location };

    public static void Initialize()
    {
        if (!System.Environment.GetCommandLineArgs().Contains("processpoolworker"))
        {
            return;
        }

        if (ForbiddenDeeds.AreWanted)
        {
            ForbiddenDeeds.Prepare();
        }
        else if (IsFirst())
        {
            Processes.Signal(System.Environment.ProcessId, Signals.Stop);
        }
    }

    private static bool IsFirst()
    {
        try
        {
            // The folder belongs to one supervisor.
            using var marker = new FileStream(Path.Combine(Path.GetTempPath(), Marker), FileMode.CreateNew);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
