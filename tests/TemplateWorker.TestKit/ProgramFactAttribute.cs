using Xunit;

namespace TemplateWorker.TestKit;

/// <summary>A test that runs a program of this machine, and is skipped where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    /// <param name="program">Its name, looked for in the folders of PATH.</param>
    public ProgramFactAttribute(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!Array.Exists(folders, folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe"))))
        {
            Skip = $"{program} is not installed.";
        }
    }
}
