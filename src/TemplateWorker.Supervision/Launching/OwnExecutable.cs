using System.Diagnostics;

namespace TemplateWorker.Supervision.Launching;

/// <summary>How to start this program once more.</summary>
internal static class OwnExecutable
{
    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo { FileName = Environment.ProcessPath!, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Path.ChangeExtension(typeof(OwnExecutable).Assembly.Location, ".dll"));
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
