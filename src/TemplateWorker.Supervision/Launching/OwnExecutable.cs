using System.Diagnostics;

namespace TemplateWorker.Supervision.Launching;

/// <summary>Starts this program again.</summary>
internal static class OwnExecutable
{
    /// <summary>How to start this program with other arguments.</summary>
    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments) =>
        StartInfo(Environment.ProcessPath!, Environment.GetCommandLineArgs()[0], arguments);

    /// <summary>How to start a program with other arguments.</summary>
    /// <param name="processPath">The running executable: the program itself, or <c>dotnet</c>.</param>
    /// <param name="programPath">The program's own assembly, which <c>dotnet</c> takes as its first argument.</param>
    /// <param name="arguments">The program's arguments.</param>
    public static ProcessStartInfo StartInfo(string processPath, string programPath, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo { FileName = processPath, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(processPath) == "dotnet")
        {
            start.ArgumentList.Add(programPath);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
